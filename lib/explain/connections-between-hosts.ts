// Who connects to whom, derived from what the roles listen on: firewall, descriptions and diagram agree on this.
import { openingsOf } from '../compile/role-scope.js';
import type { Fleet } from '../model/fleet.js';
import { isAmong } from '../model/opening-clients.js';
import type { Opening, Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';

export interface Talk {
  /** `anyone`, `operators`, or the hosts that may connect. */
  readonly from: 'anyone' | 'operators' | readonly string[];
  /** The host that listens. */
  readonly to: string;
  /** The role that listens. */
  readonly role: RoleName;
  readonly protocol: Opening['protocol'];
  readonly port: number;
  readonly why: string;
}

/** All allowed connections, host by host. An opening for a role that no other host has is left out. */
export function talksOf(fleet: Fleet, roles: ReadonlyMap<RoleName, Role>): readonly Talk[] {
  const renderIn = (): never => {
    throw new Error("a role's ports must not depend on a template");
  };
  const context = { fleet, roles, packageRoot: fleet.folder, renderIn };
  return fleet.hosts.flatMap((host) =>
    openingsOf(host, context).flatMap(({ from, role, protocol, port, why }) => {
      const open = (['anyone', 'operators'] as const).filter((who) => from.includes(who));
      const peers = fleet.hosts.filter((peer) => peer !== host && isAmong(peer, from));
      const callers: Talk['from'][] = open.includes('anyone') ? ['anyone'] : [...open];
      if (peers.length > 0) callers.push(peers.map(({ name }) => name));
      return callers.map((caller) => ({ from: caller, to: host.name, role, protocol, port, why }));
    }),
  );
}

/** `443/tcp`, or only the protocol if it has no ports. */
export function portInWords({ port, protocol }: Pick<Talk, 'port' | 'protocol'>): string {
  return port === 0 ? protocol : `${port}/${protocol}`;
}
