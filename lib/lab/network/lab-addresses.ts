// Which addresses the lab's hosts may have.
import { BlockList, isIPv4 } from 'node:net';
import { TrueupError } from '../../model/trueup-error.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';

/** The length of the network's prefix: 24. */
export function prefixLength({ network }: LabSettings): number {
  return Number(network.split('/')[1]);
}

/** Throws E_INPUT where the lab can't have these hosts: no name, a name or address twice, an address outside. */
export function checkLabHosts(lab: LabSettings, hosts: readonly LabHost[]): void {
  if (hosts.length === 0) throw new TrueupError('E_INPUT', 'lab: the inventory has no hosts');
  const inside = new BlockList();
  inside.addSubnet(lab.network.split('/')[0] ?? '', prefixLength(lab));
  const taken = new Map<string, string>([[lab.gateway, 'the bridge']]);
  for (const { name, address } of hosts) {
    if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name))
      throw new TrueupError('E_INPUT', `${name}: not a valid name for a lab host`, {
        hint: 'Use at most 63 letters, digits and hyphens.',
      });
    if (!isIPv4(address) || !inside.check(address))
      throw new TrueupError('E_INPUT', `${name}: address ${address} is outside the lab's network`, {
        hint: `Set ansible_host to an address in ${lab.network}.`,
      });
    const other = taken.get(address);
    if (other !== undefined)
      throw new TrueupError('E_INPUT', `${name}: address ${address} already belongs to ${other}`);
    taken.set(address, name);
  }
  const names = hosts.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TrueupError('E_INPUT', `${twice}: two hosts have this name`);
}
