// The lab that an inventory's hosts are in: its networks and its names follow from their addresses.
import { isIPv4 } from 'node:net';
import { isWithin } from '../network/lab-subnets.js';
import { theLab, type LabHost, type LabNetwork, type LabSettings } from './lab-settings.js';

/** `theLab` if all hosts are in its network; otherwise a lab named after the lowest of the hosts' networks, all /24. */
export function labOf(hosts: readonly LabHost[]): LabSettings {
  const addresses = hosts
    .flatMap(({ address, alsoAt }) => [address, ...(alsoAt === undefined ? [] : [alsoAt])])
    .filter((address) => isIPv4(address));
  const starts = [...new Set(addresses.map(startOf))].sort((one, other) => numberOf(one) - numberOf(other));
  const [first, ...more] = starts.map((start) => networkAt(start, addresses));
  if (!first || addresses.every((address) => isWithin(address, theLab.network))) return theLab;
  const name = (starts[0] ?? '').replaceAll('.', '-');
  return {
    ...theLab,
    ...first,
    ...(more.length > 0 && { moreNetworks: more }),
    bridge: `tl-${name}`,
    nftTable: `${theLab.nftTable}_${name.replaceAll('-', '_')}`,
    machinePrefix: `${theLab.machinePrefix}${name}-`,
    stateFolder: `${theLab.stateFolder}-${name}`,
  };
}

/** `10.30.0` for 10.30.0.11. */
function startOf(address: string): string {
  return address.replace(/\.\d+$/, '');
}

function numberOf(start: string): number {
  return start.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The bridge has the first address or, if a host has that, the last one that is free. */
function networkAt(start: string, addresses: readonly string[]): LabNetwork {
  const lasts = [1, ...Array.from({ length: 253 }, (_, at) => 254 - at)];
  const free = lasts.find((last) => !addresses.includes(`${start}.${last}`)) ?? 1;
  return { network: `${start}.0/24`, gateway: `${start}.${free}` };
}
