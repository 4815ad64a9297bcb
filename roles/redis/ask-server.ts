// Queries the Redis server of a host on its own port.
import { sh, type Script } from '../../lib/kit.js';
import type { RedisVars } from './vars.js';

/**
 * `commands` prints the commands, one per line. redis-cli gets them from stdin and the password from its environment,
 * because every user on the host can read the arguments of a process.
 */
export function askServer(
  { port, password }: Pick<RedisVars, 'port' | 'password'>,
  commands: Script,
  address = '127.0.0.1',
): Script {
  return sh`{ ${commands}
} | REDISCLI_AUTH=${password} redis-cli -h ${address} -p ${port}`;
}
