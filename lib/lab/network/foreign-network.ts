// Whether something on this machine has the lab's network already: then packets to the hosts would go there.
import { BlockList } from 'node:net';
import { TrueupError } from '../../model/trueup-error.js';
import { prefixLength } from './lab-addresses.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';
import { runProgram } from '../programs/run-program.js';

/** An IPv4 address of an interface. */
export interface InterfaceAddress {
  readonly name: string;
  readonly address: string;
  readonly prefix: number;
}

/** Throws E_LAB naming the interface that has the lab's network, or addresses of its hosts. */
export async function checkNetwork(lab: LabSettings, hosts: readonly LabHost[]): Promise<void> {
  const addresses = readAddresses(await runProgram('ip', ['-4', '-o', 'address', 'show']));
  const foreign = foreignAmong(addresses, lab, hosts);
  if (!foreign) return;
  const { name, address, prefix } = foreign;
  throw new TrueupError(
    'E_LAB',
    `lab: the interface ${name} with ${address}/${prefix} already uses the network ${lab.network}`,
    {
      hint: `Stop the program that created this interface (another lab, a virtual network), or remove the interface: ip link delete ${name}`,
    },
  );
}

/** In the lines of `ip -4 -o address show` (ip-address(8)). */
export function readAddresses(text: string): readonly InterfaceAddress[] {
  return [...text.matchAll(/^\d+: (\S+) +inet (\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?/gm)].map(
    ([, name = '', address = '', prefix = '32']) => ({ name, address, prefix: Number(prefix) }),
  );
}

/**
 * The most specific route wins: a network that is wider than the lab's does no harm, and a narrower one only where it
 * has an address of ours.
 */
export function foreignAmong(
  addresses: readonly InterfaceAddress[],
  lab: LabSettings,
  hosts: readonly LabHost[],
): InterfaceAddress | undefined {
  const own = prefixLength(lab);
  const ours = [lab.gateway, ...hosts.map(({ address }) => address)];
  return addresses.find(({ name, address, prefix }) => {
    if (name === lab.bridge || prefix < own) return false;
    const its = new BlockList();
    its.addSubnet(address, prefix);
    return ours.some((one) => its.check(one));
  });
}
