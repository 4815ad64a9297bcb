// The networks of a lab.
import { BlockList, isIPv4 } from 'node:net';
import type { LabNetwork, LabSettings } from '../settings/lab-settings.js';

/** All networks that are on the lab's bridge. */
export function networksOf({ network, gateway, moreNetworks = [] }: LabSettings): readonly LabNetwork[] {
  return [{ network, gateway }, ...moreNetworks];
}

/** The network that an address is in. */
export function networkWith(lab: LabSettings, address: string): LabNetwork | undefined {
  return networksOf(lab).find(({ network }) => isWithin(address, network));
}

/** The length of a network's prefix, for example 24. */
export function prefixLength({ network }: Pick<LabNetwork, 'network'>): number {
  return Number(network.split('/')[1]);
}

/** Whether a CIDR contains the address. */
export function isWithin(address: string, network: string): boolean {
  if (!isIPv4(address)) return false;
  const list = new BlockList();
  list.addSubnet(network.split('/')[0] ?? '', prefixLength({ network }));
  return list.check(address);
}
