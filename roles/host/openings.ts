// Ports that the host's own programs listen on, and who may connect.
import { TrueupError, Type, type Fleet, type Opening, type Static } from '../../lib/kit.js';
import { naming, section } from './named-section.js';
import { oneLine, titleKey } from './shared-schemas.js';

const openingEntry = Type.Object(
  {
    port: Type.Integer({ minimum: 1, maximum: 65535, description: 'Port number.' }),
    protocol: Type.Enum(['tcp', 'udp'], { default: 'tcp', description: '`tcp` or `udp`.' }),
    from: Type.Array(oneLine('`operators`, `anyone`, or a group of the inventory.'), {
      minItems: 1,
      uniqueItems: true,
      description: 'Who may connect: `operators`, `anyone`, or the hosts of groups in the inventory.',
    }),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares open ports. */
export const openingVars = {
  firewall: Type.Optional(
    section(
      titleKey,
      openingEntry,
      'Ports to open, by purpose. The role `base` opens them in its firewall, and checks that they are closed to everyone else.',
    ),
  ),
};

interface OpeningVars {
  readonly firewall?: Readonly<Record<string, Static<typeof openingEntry>>>;
}

/** Throws E_INPUT for a group that has no host. */
export function declaredOpenings({ firewall = {} }: OpeningVars, fleet: Fleet): readonly Opening[] {
  return Object.entries(firewall).map(([why, { port, protocol, from }]) => ({
    protocol,
    port,
    why,
    from: from.map((who) => {
      if (who === 'operators' || who === 'anyone') return who;
      if (fleet.inGroup(who).length > 0) return `group:${who}`;
      return naming(`host.firewall.${why}.from`, () => {
        throw new TrueupError('E_INPUT', `no host is in a group named ${JSON.stringify(who)}`, {
          hint: 'Write operators, anyone, or a group of the inventory. For other addresses, use base.extra_openings.',
        });
      });
    }),
  }));
}
