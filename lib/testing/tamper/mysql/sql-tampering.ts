// Tampering by SQL statements sent to the host's database server.
import { executeSql } from '../../../resources/mysql/mysql-client.js';
import type { Tampering } from '../tampering.js';

/** A tampering that runs these statements, one after the other. */
export function sqlTampering(how: string, ...statements: readonly string[]): Tampering {
  return { how, script: executeSql(statements), contained: true };
}
