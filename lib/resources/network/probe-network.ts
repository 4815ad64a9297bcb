// Finds other hosts on the network that answer for an address (ARP, IPv6 neighbour discovery) or announce one (VRRP).
import type { Answer, Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { wireProgram } from './network-probe-program.js';

export interface LookOnWire {
  /** An address of the host. Unless `link` is set, the link with this address is used. */
  readonly own: string;
  /** Name of the link, such as `eth0`. */
  readonly link?: string;
  /** The IPv4 and IPv6 addresses to query. */
  readonly addresses: readonly string[];
}

/** Answers arrive within milliseconds; VRRP advertisements are a second apart by default. */
const answerSeconds = 0.03;
const vrrpSeconds = 1.2;

/**
 * Documentation addresses (RFC 5737, RFC 3849): whatever answers for them answers for any address, as proxy ARP does.
 */
const unusedAddresses = [
  '192.0.2.254',
  '198.51.100.254',
  '203.0.113.254',
  '2001:db8:ffff:ffff:ffff:ffff:ffff:fffe',
];

const familyOf = (address: string): string =>
  address.includes(':') ? 'IPv6' : /^[\d.]+$/.test(address) ? 'IPv4' : 'name';

/**
 * A script that finds the holders of the addresses and, unless `quick` succeeds, listens for VRRP advertisements. It changes
 * nothing, not even a neighbour's cache. It does nothing if there is no such link, or the link has no hardware addresses.
 */
export function lookOnWire({ own, link, addresses }: LookOnWire, quick: Script = sh`false`): Script {
  const controls = unusedAddresses.filter((one) =>
    addresses.some((other) => familyOf(other) === familyOf(one)),
  );
  return sh`
link=${link ?? ''} on=
${familyOf(own) === 'name' ? sh`` : sh`on=$(ip -o address show to ${own} | { read -r _ name _ || true; printf %s "\${name%%@*}"; })`}
[ -n "$link" ] || link=$on
[ -n "$link" ] || exit 0
[ "$link" = "$on" ] || echo apart
if ${quick}; then wait=${answerSeconds} vrrp=0; else wait=${vrrpSeconds} vrrp=1; fi
perl -e ${wireProgram} -- "$link" "$wait" "$vrrp" ${[...new Set([...addresses, ...controls])]}`;
}

/** The result of `lookOnWire`. */
export interface SeenOnWire {
  /** Whether there was a suitable link. */
  readonly looked: boolean;
  /**
   * Whether the link differs from the link with the host's own address. If so, peers have other hardware addresses there.
   */
  readonly apart: boolean;
  /** Hardware addresses that answer for every address (proxy ARP). */
  readonly proxies: ReadonlySet<string>;
  /** Address → hardware addresses that answer for it. */
  readonly holders: ReadonlyMap<string, readonly string[]>;
  readonly adverts: readonly {
    readonly from: string;
    readonly id: number;
    readonly addresses: readonly string[];
  }[];
  /** Describes a hardware address, with the other IP addresses that the host knows for it. */
  readonly named: (mac: string, but: string) => string;
}

/** Parses the answer of `lookOnWire`. */
export function seenOnWire({ stdout }: Pick<Answer, 'stdout'>): SeenOnWire {
  const lines = stdout.split('\n').map((line) => line.split(' '));
  const of = (kind: string) => lines.flatMap(([first, ...rest]) => (first === kind ? [rest] : []));
  const holders = new Map<string, readonly string[]>();
  for (const [address = '', mac = ''] of of('holds'))
    holders.set(address, [...(holders.get(address) ?? []), mac]);
  return {
    looked: of('looked').length > 0,
    apart: of('apart').length > 0,
    proxies: new Set(unusedAddresses.flatMap((address) => holders.get(address) ?? [])),
    holders,
    adverts: of('vrrp').map(([from = '', id, ...addresses]) => ({ from, id: Number(id), addresses })),
    named(mac, but) {
      const others = of('known').flatMap(([known, address = '']) =>
        known === mac && address !== but ? [address] : [],
      );
      return others.length === 0 ? mac : `${mac} (${others.join(', ')})`;
    },
  };
}
