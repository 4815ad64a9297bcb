// Checks that a host's ports are open to their clients, and closed to all others.
import type { Check } from '../model/check.js';
import type { Fleet, Host } from '../model/fleet.js';
import { isAmong } from '../model/opening-clients.js';
import type { Opening } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { portClosed, portOpen } from './port.js';

type Listening = Opening & { readonly role: RoleName };

/** Maximum number of peers to test per role: all of them are in the same set of the firewall. */
const most = 5;

/**
 * Checks that each of a host's TCP ports is open to peers of each role that needs the port. Unless the port is open to anyone,
 * also checks that it is closed to one peer of each other kind, and to the controller. The controller counts as an operator,
 * and isn't tested if it connects through a jump host, or if it is the host itself. Hosts without roles are ignored. With
 * `open`, only the ports that must be open are tested.
 */
export function openingChecks(
  host: Host,
  fleet: Fleet,
  openings: readonly Listening[],
  which: 'open and closed' | 'open' = 'open and closed',
): readonly Check[] {
  const closed = which !== 'open';
  return byPort(openings).flatMap(({ port, from }) => {
    const peers = fleet.hosts.filter((peer) => peer.name !== host.name && peer.roles.length > 0);
    const mayCome = (peer: Host): boolean => isAmong(peer, [...from]);
    const anyone = from.has('anyone');
    const allowed = anyone ? oneOfEachKind(peers) : spread(peers.filter(mayCome));
    const others =
      anyone || !closed ? [] : oneOfEachKind(peers.filter((peer) => !mayCome(peer) && !isController(peer)));
    return [
      ...allowed.map((peer) => portOpen({ to: host, port, from: peer.name, retry })),
      ...others.map((peer) => portClosed({ to: host, port, from: peer.name })),
      ...fromController(host, port, anyone || from.has('operators'), closed),
    ];
  });
}

const retry = { times: 3, pauseSeconds: 1 };

function fromController(to: Host, port: number, open: boolean, closed: boolean): readonly Check[] {
  if (to.connection.proxyJump !== undefined || (!open && (!closed || isController(to)))) return [];
  return [
    open ? portOpen({ to, port, from: 'controller', retry }) : portClosed({ to, port, from: 'controller' }),
  ];
}

/** Whether trueup runs on the host; if so, the host counts as an operator, whatever roles it has. */
function isController({ connection }: Host): boolean {
  return connection.transport === 'local';
}

/** Two roles of one host may open the same port: then the clients of both may connect. */
function byPort(openings: readonly Listening[]): readonly { port: number; from: ReadonlySet<string> }[] {
  const ports = new Map<number, Set<string>>();
  for (const { protocol, port, from } of openings) {
    if (protocol !== 'tcp') continue;
    ports.set(port, new Set([...(ports.get(port) ?? []), ...from]));
  }
  return [...ports].map(([port, from]) => ({ port, from }));
}

/** All hosts of a small group; of a large one, the first, the last and some in between. */
function spread(hosts: readonly Host[]): readonly Host[] {
  if (hosts.length <= most) return hosts;
  const step = (hosts.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => hosts[Math.round(index * step)]).filter(
    (host) => host !== undefined,
  );
}

/** A firewall treats hosts with the same roles alike. */
function oneOfEachKind(hosts: readonly Host[]): readonly Host[] {
  return [...new Map(hosts.map((host) => [host.roles.join(' '), host])).values()];
}
