// Addresses and routes of this machine, as ip(8) prints them.

/** An IPv4 address of an interface. */
export interface InterfaceAddress {
  readonly name: string;
  readonly address: string;
  readonly prefix: number;
}

/** A route that packets may take. */
export interface Route {
  /** CIDR. */
  readonly to: string;
  /** Its next hops; none if the network is directly attached to the interface. */
  readonly vias: readonly string[];
  readonly device: string;
  /** As printed, for people. */
  readonly text: string;
}

/** Reads the lines of `ip -4 -o address show` (ip-address(8)). */
export function readAddresses(text: string): readonly InterfaceAddress[] {
  return [...text.matchAll(/^\d+: (\S+) +inet (\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?/gm)].map(
    ([, name = '', address = '', prefix = '32']) => ({ name, address, prefix: Number(prefix) }),
  );
}

/** Reads `ip -4 -o route show table all` (ip-route(8)). Typed routes (`local`, `unreachable`) lead nowhere else. */
export function readRoutes(text: string): readonly Route[] {
  return text.split('\n').flatMap((line) => {
    const to = /^(default|\d+\.\d+\.\d+\.\d+(?:\/\d+)?) /.exec(line)?.[1];
    if (to === undefined) return [];
    const vias = [...line.matchAll(/ via (\d+\.\d+\.\d+\.\d+)/g)].map(([, via = '']) => via);
    const device = / dev (\S+)/.exec(line)?.[1] ?? '';
    const cidr = to === 'default' ? '0.0.0.0/0' : to.includes('/') ? to : `${to}/32`;
    return [{ to: cidr, vias, device, text: line.trim().replace(/ (proto|scope|src|metric|table) .*$/, '') }];
  });
}
