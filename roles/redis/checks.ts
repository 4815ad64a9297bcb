// What must hold on a Redis server, queried on its own port.
import { couldNotLook, sh, succeeds, unitRuns, type Check, type Host, type Scope } from '../../lib/kit.js';
import { addressesOf } from './addresses.js';
import { askServer } from './ask-server.js';
import type { RedisVars } from './vars.js';

/** Redis answers clients that give the password. */
export function answers({ name }: Host, vars: RedisVars, address?: string): Check {
  return succeeds({
    title: `Redis on ${name} answers${address === undefined ? '' : ` at ${address}`}`,
    on: name,
    script: askServer(vars, sh`echo PING`, address),
    prints: /^PONG$/m,
  });
}

function listening({ name }: Host, { port }: RedisVars, addresses: readonly string[]): Check {
  const wanted = addresses.map((one) => (one.includes(':') ? `[${one}]:${port}` : `${one}:${port}`)).sort();
  return {
    title: `Redis on ${name} listens only on ${wanted.join(' and ')}`,
    questions: [{ on: name, script: sh`ss -Hltn sport = ${`:${port}`}` }],
    judge([answer]) {
      if (answer?.status !== 0) throw couldNotLook(`the ss command failed on ${name}`, answer);
      const found = answer.stdout.split('\n').flatMap((line) => line.trim().split(/\s+/)[3] ?? []);
      const same = found.sort().join(' ') === wanted.join(' ');
      return same ? undefined : found.join(' and ') || 'nothing is listening';
    },
  };
}

/** The checks of the redis role on one host. */
export function* redisChecks({
  host,
  fleet,
  vars,
}: Omit<Scope<RedisVars>, 'facts' | 'platform' | 'render'>): Iterable<Check> {
  const on = host.name;
  const addresses = addressesOf(host, fleet, vars);
  const bytes = vars.maxmemory_mib * 2 ** 20;

  yield unitRuns({ on, unit: 'redis-server.service' });
  yield listening(host, vars, addresses);
  for (const address of addresses) yield answers(host, vars, address);
  yield succeeds({
    title: `Redis on ${on} refuses clients without the password`,
    on,
    script: sh`redis-cli -h 127.0.0.1 -p ${vars.port} DBSIZE </dev/null`,
    prints: 'NOAUTH',
  });
  yield succeeds({
    title: `Redis on ${on} keeps at most ${vars.maxmemory_mib} MiB of data, with the eviction policy ${vars.eviction}`,
    on,
    script: askServer(vars, sh`printf 'CONFIG GET %s\n' maxmemory maxmemory-policy`),
    prints: new RegExp(`^maxmemory\n${bytes}\nmaxmemory-policy\n${vars.eviction}\n`),
  });
  if (vars.persistence === 'none') return;
  yield succeeds({
    title: `Redis on ${on} can write its data to disk`,
    on,
    script: sh`
said=$(${askServer(vars, sh`echo 'INFO persistence'`)} | grep -E '^(rdb_last_bgsave_status|aof_last_write_status|aof_last_bgrewrite_status):' | tr -d '\r')
[ "$(printf '%s\n' "$said" | grep -c ':ok$')" = 3 ] || { printf '%s\n' "$said"; exit 1; }`,
  });
}
