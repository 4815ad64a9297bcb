// Queries the database server of a host, MySQL or MariaDB.
import { findClient, sh, type Script } from '../../lib/kit.js';

/**
 * Runs SQL as root over the local socket; rows are printed raw, one per line. No option file of root's affects the
 * login. With `tls`, the connection is encrypted despite the local socket.
 */
export function askServer(sql: string, { tls = false }: { readonly tls?: boolean } = {}): Script {
  return sh`
${findClient}
${tls ? sh`plain=--ssl` : sh``}
# shellcheck disable=SC2086 # one option or none
"$client" --no-defaults --user=root $plain --batch --skip-column-names --raw --execute=${sql}`;
}
