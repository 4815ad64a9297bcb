// Whether something on this machine already uses a network of the lab: then packets to the hosts would go there.
import { TrueupError } from '../../model/trueup-error.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';
import { runProgram } from '../programs/run-program.js';
import { labWithBridge } from './lab-with-bridge.js';
import { isWithin, networksOf, prefixLength } from './lab-subnets.js';
import { readAddresses, readRoutes, type InterfaceAddress, type Route } from './read-routes.js';

/** What already uses a network of the lab, or addresses of its hosts. */
export interface Clash {
  /** The lab's network that is taken. */
  readonly network: string;
  /** The interface; undefined for a route to another machine. */
  readonly name?: string;
  /** In words, for the error. */
  readonly what: string;
}

/** Throws E_LAB naming the interface or route that uses one of the lab's networks, or the lab that owns the bridge. */
export async function checkNetwork(lab: LabSettings, hosts: readonly LabHost[]): Promise<void> {
  const addresses = readAddresses(await runProgram('ip', ['-4', '-o', 'address', 'show']));
  const routes = readRoutes(await runProgram('ip', ['-4', '-o', 'route', 'show', 'table', 'all']));
  const clash = clashAmong({ addresses, routes }, lab, hosts);
  const bridge = clash?.name ?? lab.bridge;
  const owner = await labWithBridge(bridge);
  if (owner !== undefined && owner.stateFolder !== lab.stateFolder)
    throw new TrueupError(
      'E_LAB',
      `lab: the network ${clash?.network ?? lab.network} is in use by ${owner.project === undefined ? `the lab in ${owner.stateFolder}` : `the lab of ${owner.project}`}`,
      {
        hint: `Take that lab down (trueup lab down --network ${owner.network ?? lab.network}), or give the hosts of this inventory addresses in another network.`,
      },
    );
  if (!clash) return;
  throw new TrueupError('E_LAB', `lab: ${clash.what} already uses the network ${clash.network}`, {
    hint: `Give the hosts of the inventory addresses in another network, or ${clash.name === undefined ? 'remove that route' : `stop the program that created this interface (another lab, a virtual network), or remove the interface (ip link delete ${clash.name})`}.`,
  });
}

/**
 * The most specific route wins: a network that is wider than the lab's does no harm unless this machine or its next
 * hop is in the lab's part of it; a narrower one does harm only if it contains an address of ours.
 */
export function clashAmong(
  here: { readonly addresses: readonly InterfaceAddress[]; readonly routes: readonly Route[] },
  lab: LabSettings,
  hosts: readonly LabHost[],
): Clash | undefined {
  const all = hosts.flatMap(({ address, alsoAt }) => [address, ...(alsoAt === undefined ? [] : [alsoAt])]);
  for (const { network, gateway } of networksOf(lab)) {
    const ours = [gateway, ...all.filter((one) => isWithin(one, network))];
    const isOurs = (to: string): boolean =>
      prefixLength({ network: to }) >= prefixLength({ network }) && ours.some((one) => isWithin(one, to));
    const taken = here.addresses.find(
      ({ name, address, prefix }) =>
        name !== lab.bridge &&
        (prefix < prefixLength({ network }) ? isWithin(address, network) : isOurs(`${address}/${prefix}`)),
    );
    if (taken)
      return {
        ...{ network, name: taken.name },
        what: `the interface ${taken.name} with ${taken.address}/${taken.prefix}`,
      };
    const route = here.routes.find(
      ({ to, vias, device }) =>
        device !== lab.bridge && (isOurs(to) || vias.some((via) => isWithin(via, network))),
    );
    if (route) return { network, what: `the route ${route.text}` };
  }
  return undefined;
}
