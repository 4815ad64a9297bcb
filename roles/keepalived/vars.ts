// The keepalived role's variables.
import { Type, type Static } from '../../lib/kit.js';

/** JSON Schema of the role's variables. */
export const vars = Type.Object(
  {
    virtual_ip: Type.String({
      format: 'ipv4',
      description: 'The address of the site; one balancer holds it, and another takes it over.',
    }),
    virtual_ip_prefix: Type.Integer({
      minimum: 1,
      maximum: 32,
      default: 32,
      description: 'Its prefix length. 32 leaves routes alone, and suits an address of the same network.',
    }),
    virtual_router_id: Type.Integer({
      minimum: 1,
      maximum: 255,
      default: 51,
      description: 'Tells this group from others on the same network: no other VRRP there may have the same.',
    }),
    interface: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9._@-]{1,15}$',
        description: 'Network interface; the one that has the private address where absent.',
      }),
    ),
    healthy_seconds: Type.Integer({
      minimum: 1,
      default: 30,
      description:
        'How long a balancer may take, once it was changed, until it runs, and knows its part; then the next one is changed.',
    }),
    advert_interval: Type.Number({
      minimum: 0.05,
      maximum: 40,
      default: 0.25,
      description:
        'Seconds between signs of life. A balancer that has fallen silent is replaced after a little more than three of them.',
    }),
    preempt: Type.Boolean({
      default: false,
      description:
        'Whether the first balancer takes the address back when it returns. Otherwise it stays where it is, and there is one switch less.',
    }),
    preempt_delay: Type.Integer({
      minimum: 0,
      maximum: 1000,
      default: 30,
      description: 'With preempt: seconds that the first balancer waits before it does so.',
    }),
  },
  { additionalProperties: false },
);

/** The role's variables, defaults filled in. */
export type KeepalivedVars = Static<typeof vars>;
