// Finds foreign machines on the balancers' network that have one of their addresses or use the same VRRP group.
import { isIP } from 'node:net';
import {
  couldNotLook,
  lookOnWire,
  seenOnWire,
  sh,
  type Answer,
  type Check,
  type Fleet,
  type Host,
  type Precondition,
  type SeenOnWire,
} from '../../lib/kit.js';
import type { KeepalivedVars } from './vars.js';

const addressesOf = (hosts: readonly Host[]): readonly string[] =>
  hosts.map(({ address }) => address).filter((address) => isIP(address) !== 0);

/** Machines other than our balancers that announce our address, or another one with our virtual router ID. */
function foreignAdverts(
  { adverts }: SeenOnWire,
  ours: readonly string[],
  { virtual_ip, virtual_router_id }: KeepalivedVars,
): readonly string[] {
  return adverts
    .filter(({ from }) => !ours.includes(from))
    .filter(({ id, addresses }) => id === virtual_router_id || addresses.includes(virtual_ip))
    .map(
      ({ from, id, addresses }) =>
        `${from}, which is not a balancer of this inventory, announces ${addresses.join(', ')} with virtual_router_id ${id}`,
    );
}

/** A machine may have another one's address, but one that answers for this many forwards their traffic (proxy ARP). */
const tooMany = 3;

/** Machines that answer for all addresses, but hold none of them. */
function passersOn({ holders, proxies }: SeenOnWire, addresses: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const address of new Set(addresses))
    for (const mac of holders.get(address) ?? []) counts.set(mac, (counts.get(mac) ?? 0) + 1);
  return new Set([...proxies, ...[...counts].flatMap(([mac, count]) => (count >= tooMany ? [mac] : []))]);
}

/** Reports the machines that hold an address without being allowed to. */
function heldBy(address: string, seen: SeenOnWire, mayHold: ReadonlySet<string>): readonly string[] {
  const others = (seen.holders.get(address) ?? []).filter((mac) => !mayHold.has(mac));
  if (others.length === 0) return [];
  return [
    `${address} is held by another machine: ${others.map((mac) => seen.named(mac, address)).join(', ')}`,
  ];
}

function look(host: Host, answer: Answer | undefined): SeenOnWire {
  if (answer?.status !== 0) throw couldNotLook(`the network of ${host.name} could not be searched`, answer);
  return seenOnWire(answer);
}

/**
 * Checked before a balancer is changed. A balancer that already has the virtual router ID and the address only asks
 * which machines answer for the addresses, which takes a moment; otherwise, it also listens for announcements. Without
 * a link, there is nothing to check, and the role reports what is missing.
 */
export function noOtherHolders(host: Host, fleet: Fleet, vars: KeepalivedVars, config: string): Precondition {
  const peers = addressesOf(fleet.withRole('keepalived').filter((one) => one !== host));
  const own = host.address;
  const isOn = sh`{ grep -qs ${`^    virtual_router_id ${vars.virtual_router_id}$`} ${config} && grep -qsF ${` ${vars.virtual_ip}/`} ${config}; }`;
  const all = addressesOf(fleet.hosts);
  const wire = { own, addresses: [vars.virtual_ip, ...all], ...linkOf(vars) };
  return {
    // If the host lacks ip(8) or perl, the resources that need them report it.
    question: sh`if command -v ip >/dev/null && command -v perl >/dev/null; then
${lookOnWire(wire, isOn)}
fi`,
    judge(answer) {
      const seen = look(host, answer);
      const passing = passersOn(seen, all);
      const ofPeers = peers.flatMap((peer) => seen.holders.get(peer) ?? []);
      // On a separate link, only verify can find out with which hardware address a peer holds it.
      const unknown = seen.apart && peers.length > 0;
      const found = [
        ...(unknown ? [] : heldBy(vars.virtual_ip, seen, new Set([...passing, ...ofPeers]))),
        ...heldBy(own, seen, passing),
        ...foreignAdverts(seen, [own, ...peers], vars),
      ];
      if (found.length === 0) return undefined;
      return {
        found: found.join('; '),
        hint: 'On that machine, stop the program that holds or announces the address (on a balancer that was removed from the inventory: systemctl disable --now keepalived), or give this site another keepalived.virtual_ip and virtual_router_id.',
      };
    },
  };
}

/** The same for every address of the fleet, compared with the hosts' own hardware addresses. */
export function noOtherHoldersCheck(host: Host, fleet: Fleet, vars: KeepalivedVars): Check {
  const balancers = fleet.withRole('keepalived');
  // The others are in the inventory for other tools, and may not even answer.
  const hosts = fleet.hosts.filter(({ roles }) => roles.length > 0);
  const addresses = [vars.virtual_ip, ...addressesOf(hosts)];
  return {
    title: `no other machine has an address of the fleet or virtual_router_id ${vars.virtual_router_id}, as seen from ${host.name}`,
    questions: [
      { on: host.name, script: lookOnWire({ own: host.address, addresses, ...linkOf(vars) }) },
      ...hosts.map(({ name: on }) => ({ on, script: sh`cat /sys/class/net/*/address` })),
    ],
    judge([answer, ...told]) {
      const seen = look(host, answer);
      if (!seen.looked)
        throw couldNotLook(
          `no interface of ${host.name} has the address ${host.address}, so the network can't be searched for other machines; set keepalived.interface`,
        );
      const macs = new Map(hosts.map(({ name }, at) => [name, told[at]?.stdout.split('\n') ?? []]));
      const ours = new Set([...macs.values()].flat());
      const passing = [...passersOn(seen, addressesOf(hosts))].filter((mac) => !ours.has(mac));
      const otherHolders = (address: string, owners: readonly Host[]): readonly string[] => {
        const known = owners.flatMap(({ name }) => macs.get(name) ?? []);
        return heldBy(address, seen, new Set([...known, ...passing]));
      };
      const found = [
        ...otherHolders(vars.virtual_ip, balancers),
        ...hosts.flatMap((one) => otherHolders(one.address, [one])),
        ...foreignAdverts(seen, addressesOf(balancers), vars),
      ];
      return found.length === 0 ? undefined : found.join('; ');
    },
  };
}

function linkOf({ interface: link }: KeepalivedVars): { readonly link?: string } {
  return link === undefined ? {} : { link };
}
