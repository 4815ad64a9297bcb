// Queries the database server of a host, MySQL or MariaDB.
import { findClient, sh, type Script } from '../../lib/kit.js';

/**
 * Runs SQL as root over the local socket; rows are printed raw, one per line. No option file of root's affects the
 * login. With `tls`, the connection is encrypted despite the local socket.
 */
export function askServer(sql: string, { tls = false }: { readonly tls?: boolean } = {}): Script {
  return sh`
${findClient}
"$client" --no-defaults --user=root ${tls ? ['--ssl'] : []} --batch --skip-column-names --raw --execute=${sql}`;
}
