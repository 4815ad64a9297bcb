// Queries the Redis server of a host on its own port.
import { sh, type Script } from '../../lib/kit.js';
import type { RedisVars } from './vars.js';

/**
 * `commands` prints what is asked, a command a line. They and the password reach redis-cli by stdin and environment: what
 * a process has among its arguments, everybody on the host may read.
 */
export function askServer(
  { port, password }: Pick<RedisVars, 'port' | 'password'>,
  commands: Script,
  address = '127.0.0.1',
): Script {
  return sh`{ ${commands}
} | REDISCLI_AUTH=${password} redis-cli -h ${address} -p ${port}`;
}
