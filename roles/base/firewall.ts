// Which hosts may connect to which ports, as the firewall's template needs it.
import { isIP } from 'node:net';
import { isAmong, TrueupError, type Fleet, type Host, type Opening } from '../../lib/kit.js';
import type { BaseVars } from './vars.js';

/** A rule, with its sources by address family; `anyone` means every source. */
export interface Rule {
  /** `tcp dport 443`, `meta l4proto 112`. */
  readonly match: string;
  readonly anyone: boolean;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly why: string;
}

/**
 * The bridge names of libvirt, podman, LXC, LXD and Incus, without their number: on these, a server on the host
 * provides DNS and DHCP to the guests. Docker's containers resolve names inside their own network namespace.
 */
export const bridges = ['virbr', 'podman', 'cni-podman', 'lxcbr', 'lxdbr', 'incusbr'] as const;

type Listening = Opening & { readonly role: string };

const isV6 = (range: string): boolean => isIP(range.replace(/\/.*/, '')) === 6;

/**
 * Whether other hosts can reach the host at its address: at the controller's loopback address, each would reach itself.
 */
function hasAddress({ address, connection }: Host): boolean {
  const own = connection.transport === 'local' && /^(127\.|::1$)/.test(address);
  return isIP(address) !== 0 && !own;
}

/**
 * The hosts that other hosts may connect to. A host with neither a role nor an address is in the inventory for other
 * tools.
 */
export function peersIn(fleet: Fleet): readonly Host[] {
  return fleet.hosts.filter((host) => host.roles.length > 0 || hasAddress(host));
}

/** A host's address; throws E_INPUT if it is a name, because a firewall rule needs an IP address. */
export function addressOf(host: Host): string {
  if (hasAddress(host)) return host.address;
  const what =
    isIP(host.address) === 0
      ? `${host.address} is not an IP address, but the firewalls need one`
      : `the other hosts can't reach it at ${host.address}`;
  throw new TrueupError('E_INPUT', `${host.name}: ${what}`, {
    host: host.name,
    hint: 'Set private_address to the IP address at which the other hosts reach this one.',
  });
}

function sourcesOf({ from }: Opening, to: Host, fleet: Fleet, vars: BaseVars): readonly string[] {
  const hosts = fleet.hosts.filter((host) => host !== to && isAmong(host, from));
  return [...(from.includes('operators') ? vars.operators : []), ...hosts.map(addressOf)];
}

function matchOf({ protocol, port }: Pick<Opening, 'protocol' | 'port'>): string {
  // By number: a bare host has no /etc/protocols.
  return protocol === 'vrrp' ? 'meta l4proto 112' : `${protocol} dport ${port}`;
}

function ruleOf(match: string, sources: readonly string[], why: string): Rule {
  const unique = [...new Set(sources)];
  return {
    match,
    anyone: false,
    ipv4: unique.filter((range) => !isV6(range)),
    ipv6: unique.filter(isV6),
    why,
  };
}

/** A comment in the rules is limited to 127 bytes, regardless of the number of characters. */
function brief(why: string): string {
  const bytes = Buffer.from(why);
  return bytes.length <= 120
    ? why
    : `${bytes
        .subarray(0, 115)
        .toString('utf8')
        .replace(/\uFFFD+$/, '')}…`;
}

/**
 * One rule for each opening that has a source; the sources are sorted, so that the text doesn't depend on their order.
 */
export function rulesOf(
  host: Host,
  fleet: Fleet,
  openings: readonly Listening[],
  vars: BaseVars,
): readonly Rule[] {
  const ofRoles = openings.map((opening): Rule => {
    const why = brief(`${opening.role}: ${opening.why}`.replaceAll(/["\\\n]/g, ' '));
    if (opening.from.includes('anyone')) {
      return { match: matchOf(opening), anyone: true, ipv4: [], ipv6: [], why };
    }
    return ruleOf(matchOf(opening), sourcesOf(opening, host, fleet, vars), why);
  });
  const extra = vars.extra_openings.map((one) => ruleOf(matchOf(one), one.from, brief(one.why)));
  return [...ofRoles, ...extra].filter(({ anyone, ipv4, ipv6 }) => anyone || ipv4.length + ipv6.length > 0);
}

/** The hosts whose connections to a closed port are rejected instead of dropped. */
export function neighboursOf(fleet: Fleet, vars: BaseVars): Rule {
  return ruleOf('', [...vars.operators, ...peersIn(fleet).map(addressOf)], '');
}
