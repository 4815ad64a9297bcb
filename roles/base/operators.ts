// The addresses of a host's operators: those in base.operators, and that of this run's connection.
import { BlockList, isIP } from 'node:net';
import { TrueupError, type Facts, type Host } from '../../lib/kit.js';
import type { BaseVars } from './vars.js';

/** Replaces `controller` with the address that the host sees. Throws E_INPUT if the host sees none. */
export function operatorsOf({ name }: Host, { client }: Facts, { operators }: BaseVars): readonly string[] {
  if (!operators.includes('controller')) return operators;
  if (client === undefined) {
    throw new TrueupError('E_INPUT', `${name}: the controller's address, as the host sees it, is unknown`, {
      host: name,
      hint: 'Put that address into base.operators instead of `controller`.',
    });
  }
  return [...new Set(operators.map((one) => (one === 'controller' ? client : one)))];
}

/** Throws E_INPUT if the firewall would block the controller of this run. */
export function refuseOutsider({ name }: Host, { client, interfaces }: Facts, vars: BaseVars): void {
  // Through a tunnel or with a controller on the host, the connection comes from the host itself, which is allowed.
  if (client === undefined || client === '::1' || client.startsWith('127.')) return;
  if (interfaces.some(({ addresses }) => addresses.includes(client))) return;
  const extra = vars.extra_openings.filter(
    ({ port, protocol }) => port === vars.ssh_port && protocol === 'tcp',
  );
  const ranges = [...vars.operators, ...extra.flatMap(({ from }) => from)];
  if (ranges.some((range) => range === 'controller' || contains(range, client))) return;
  throw new TrueupError(
    'E_INPUT',
    `${name}: the controller connects from ${client}, which is not in base.operators, so the firewall would block it`,
    { host: name, hint: `Add ${client} or its network to base.operators.` },
  );
}

function contains(range: string, address: string): boolean {
  const [network = '', length] = range.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) !== isIP(address)) return false;
  const list = new BlockList();
  if (length === undefined) list.addAddress(network, family);
  else list.addSubnet(network, Number(length), family);
  return list.check(address, family);
}
