// Which accounts may log in from which hosts, derived from the inventory.
import { isIP } from 'node:net';
import { TrueupError, type Fleet } from '../../lib/kit.js';
import type { MysqlUser } from './vars.js';

/** One user at one address. */
export interface Account {
  readonly user: MysqlUser;
  readonly host: string;
}

/**
 * One account per user and address of the hosts that have one of the roles in `from`. Throws if an address is a name.
 */
export function accountsOf(users: readonly MysqlUser[], fleet: Fleet): readonly Account[] {
  return users.flatMap((user) => addressesOf(user.from, fleet).map((host) => ({ user, host })));
}

function addressesOf(roles: readonly string[], fleet: Fleet): readonly string[] {
  const hosts = roles.flatMap((role) => fleet.withRole(role));
  for (const { name, address } of hosts) {
    if (isIP(address) === 0) {
      throw new TrueupError(
        'E_INPUT',
        `${name}: mysql ties accounts to IP addresses, but this host's address is ${address}; set private_address`,
      );
    }
  }
  return [...new Set(hosts.map(({ address }) => address))];
}
