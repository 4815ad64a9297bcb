// Which hosts a lab may have.
import { isIPv4 } from 'node:net';
import { TrueupError } from '../../model/trueup-error.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';
import { isWithin, networksOf, networkWith } from './lab-subnets.js';

/** Addresses that aren't public: private, shared, for benchmarks and for documentation (RFC 6890). */
const ownRanges = [
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '198.18.0.0/15'],
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
];

/** Whether an address is free to use: not a public one. */
export function isNotPublic(address: string): boolean {
  return ownRanges.some((range) => isWithin(address, range));
}

/** Throws E_INPUT if the lab can't have these hosts: an invalid or duplicate name, a duplicate or unusable address. */
export function checkLabHosts(lab: LabSettings, hosts: readonly LabHost[]): void {
  if (hosts.length === 0) throw new TrueupError('E_INPUT', 'lab: the inventory has no hosts');
  const taken = new Map(networksOf(lab).map(({ gateway }) => [gateway, 'the bridge']));
  for (const { name, address, alsoAt } of hosts) {
    // It becomes the name of a folder.
    if (!/^[a-z0-9][a-z0-9._-]{0,199}$/i.test(name))
      throw new TrueupError('E_INPUT', `${name}: not a valid name for a lab host`, {
        hint: 'Use at most 200 letters, digits, dots, hyphens and underscores, and begin with a letter or digit.',
      });
    for (const one of new Set([address, alsoAt ?? address])) {
      checkAddress(lab, name, one);
      const other = taken.get(one);
      if (other !== undefined)
        throw new TrueupError('E_INPUT', `${name}: address ${one} already belongs to ${other}`);
      taken.set(one, name);
    }
  }
  const names = hosts.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new TrueupError('E_INPUT', `${twice}: two hosts have this name`);
}

function checkAddress(lab: LabSettings, name: string, address: string): void {
  const example = 'Set ansible_host to a private IPv4 address, such as 10.30.0.11.';
  if (!isIPv4(address))
    throw new TrueupError('E_INPUT', `${name}: ${address} is not an IPv4 address, which lab hosts require`, {
      hint: example,
    });
  if (!isNotPublic(address))
    throw new TrueupError('E_INPUT', `${name}: address ${address} may belong to a host on the internet`, {
      hint: example,
    });
  const its = networkWith(lab, address);
  const all = networksOf(lab).map(({ network }) => network);
  if (!its)
    throw new TrueupError('E_INPUT', `${name}: address ${address} is outside the lab's network`, {
      hint: `Set ansible_host to an address in ${all.join(' or ')}.`,
    });
  if (/^(.*)\.0\/24$/.test(its.network) && /\.(0|255)$/.test(address))
    throw new TrueupError(
      'E_INPUT',
      `${name}: ${address} cannot be used as a host address in ${its.network}`,
      {
        hint: 'Set ansible_host to another address in that network.',
      },
    );
}
