// Detects two names for one machine: the resources declared for both would be applied to it in turn.
import type { Facts } from '../model/facts.js';
import type { Fleet, Host } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';

const hint = 'Remove one of the two hosts from the inventory, or correct its ansible_host or ansible_port.';

/** The error if another host with roles has the same address (ssh_config aliases unresolved), port and jump servers. */
export function sameMachine(host: Host, { hosts }: Fleet): TrueupError | undefined {
  const { name, connection } = host;
  const other = hosts.find((one) => one.name !== name && one.roles.length > 0 && endOf(one) === endOf(host));
  if (!other) return undefined;
  const where = connection.transport === 'local' ? 'this machine' : `at ${endOf(host)}`;
  return new TrueupError('E_INPUT', `${name}: this host is the same machine as ${other.name} (${where})`, {
    host: name,
    hint,
  });
}

/** The machines that the hosts of a run turned out to be. */
export class Machines {
  readonly #hosts = new Map<string, string>();

  /** Throws E_INPUT if another host of the run is the same machine: nothing may be changed there under two names. */
  claim(host: string, facts: Facts): void {
    const machine = identityOf(facts);
    if (machine === undefined) return;
    const other = this.#hosts.get(machine) ?? host;
    this.#hosts.set(machine, other);
    if (other === host) return;
    throw new TrueupError(
      'E_INPUT',
      `${host}: this host is the same machine as ${other} (both have the same addresses)`,
      {
        host,
        hint,
      },
    );
  }
}

/** Containers on one machine may share its boot id, but never all addresses. Undefined if the host reports none. */
function identityOf({ bootId, interfaces }: Facts): string | undefined {
  const addresses = interfaces.filter(({ name }) => name !== 'lo').flatMap((one) => one.addresses);
  return addresses.length === 0 ? undefined : [bootId, ...addresses.sort()].join(' ');
}

function endOf({ connection: { transport, host, port = 22, proxyJump } }: Host): string {
  if (transport === 'local') return 'local';
  const end = `${host.toLowerCase()} port ${port}`;
  return proxyJump === undefined || proxyJump === 'none' ? end : `${end} via ${proxyJump}`;
}
