// Machines on the balancers' network that aren't theirs, and have an address of theirs or speak VRRP as they do.
import { isIPv4 } from 'node:net';
import {
  couldNotLook,
  lookOnWire,
  seenOnWire,
  sh,
  type Check,
  type Fleet,
  type Host,
  type Precondition,
  type SeenOnWire,
} from '../../lib/kit.js';
import type { KeepalivedVars } from './vars.js';

const inIPv4 = (hosts: readonly Host[]): readonly string[] =>
  hosts.map(({ address }) => address).filter((address) => isIPv4(address));

/** Who announces our address, or another one under our number, and isn't a balancer of ours. */
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

const held = (address: string, by: readonly string[], seen: SeenOnWire): string =>
  `${address} is held by another machine: ${by.map((mac) => seen.named(mac, address)).join(', ')}`;

/**
 * Before a balancer is changed. One that has the number and the address already asks only who answers for them, which
 * takes a moment; else it also listens to who announces any.
 */
export function nobodyElse(host: Host, fleet: Fleet, vars: KeepalivedVars, config: string): Precondition {
  const peers = inIPv4(fleet.withRole('keepalived').filter((one) => one !== host));
  const own = host.address;
  const isOn = sh`{ grep -qs ${`^    virtual_router_id ${vars.virtual_router_id}$`} ${config} && grep -qsF ${` ${vars.virtual_ip}/`} ${config}; }`;
  const wire = { own, addresses: [vars.virtual_ip, ...inIPv4([host]), ...peers], ...linkOf(vars) };
  return {
    // A host without ip(8) or perl is told of by what needs them.
    question: sh`if command -v ip >/dev/null && command -v perl >/dev/null; then
${lookOnWire(wire, isOn)}
fi`,
    judge(answer) {
      if (answer.status !== 0) throw couldNotLook(`who else is on the network of ${host.name}`, answer);
      const seen = seenOnWire(answer);
      const ofPeers = new Set(peers.flatMap((peer) => seen.holders.get(peer) ?? []));
      const strangers = (address: string, but: ReadonlySet<string> = new Set()): readonly string[] => {
        const others = (seen.holders.get(address) ?? []).filter((mac) => !but.has(mac));
        return others.length === 0 ? [] : [held(address, others, seen)];
      };
      const found = [
        ...strangers(vars.virtual_ip, ofPeers),
        ...strangers(own),
        ...foreignAdverts(seen, [own, ...peers], vars),
      ];
      if (found.length === 0) return undefined;
      return {
        found: found.join('; '),
        hint: 'Stop what holds or announces it there (a balancer that was taken out of the inventory: systemctl disable --now keepalived), or give this site another keepalived.virtual_ip and virtual_router_id.',
      };
    },
  };
}

/** The same, of every address of the fleet, with the hosts' own hardware addresses to tell them by. */
export function nobodyElseCheck(host: Host, fleet: Fleet, vars: KeepalivedVars): Check {
  const balancers = fleet.withRole('keepalived');
  const addresses = [vars.virtual_ip, ...inIPv4(fleet.hosts)];
  return {
    title: `no other machine has an address of the fleet or virtual_router_id ${vars.virtual_router_id}, seen from ${host.name}`,
    questions: [
      { on: host.name, script: lookOnWire({ own: host.address, addresses, ...linkOf(vars) }) },
      ...fleet.hosts.map(({ name: on }) => ({ on, script: sh`cat /sys/class/net/*/address` })),
    ],
    judge([answer, ...told]) {
      if (answer?.status !== 0) throw couldNotLook(`who else is on the network of ${host.name}`, answer);
      const seen = seenOnWire(answer);
      const macs = new Map(fleet.hosts.map(({ name }, at) => [name, told[at]?.stdout.split('\n') ?? []]));
      const strangers = (address: string, owners: readonly Host[]): readonly string[] => {
        const known = owners.flatMap(({ name }) => macs.get(name) ?? []);
        const others = (seen.holders.get(address) ?? []).filter((mac) => !known.includes(mac));
        return others.length === 0 ? [] : [held(address, others, seen)];
      };
      const found = [
        ...strangers(vars.virtual_ip, balancers),
        ...fleet.hosts.flatMap((one) => strangers(one.address, [one])),
        ...foreignAdverts(seen, inIPv4(balancers), vars),
      ];
      return found.length === 0 ? undefined : found.join('; ');
    },
  };
}

function linkOf({ interface: link }: KeepalivedVars): { readonly link?: string } {
  return link === undefined ? {} : { link };
}
