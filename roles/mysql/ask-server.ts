// Queries the database server of a host, MySQL or MariaDB.
import { findClient, sh, type Script } from '../../lib/kit.js';

/**
 * Runs SQL as root over the local socket; rows come raw, one a line. No file of root's changes how it logs in. With
 * `tls` the connection is encrypted all the same.
 */
export function askServer(sql: string, { tls = false }: { readonly tls?: boolean } = {}): Script {
  return sh`
${findClient}
"$client" --no-defaults --user=root ${tls ? ['--ssl'] : []} --batch --skip-column-names --raw --execute=${sql}`;
}
