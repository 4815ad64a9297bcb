// Which TCP ports somebody sees open, by nmap, and which ones the roles declare for him.
import assert from 'node:assert/strict';
import { openingsOf, type CompileContext } from '../../lib/compile/role-scope.js';
import type { Fleet, Host } from '../../lib/model/fleet.js';
import { inside, onHost } from './inside.js';
import { run } from './run-trueup.js';

/** `controller` is the machine that the lab runs on. */
export type Viewer = Host | 'controller';

/** nmap's word for all 65535 of them. */
export const everyPort = '-';

/**
 * The ports at which anything listens on any of the hosts, as nmap takes them. At no other is a connection accepted, be
 * the filter what it may, unless a rule of it leads that port elsewhere: this throws where one does.
 */
export async function listeningPorts(hosts: readonly Host[]): Promise<string> {
  const listeners = await Promise.all(
    hosts.map(async ({ name }) => {
      assert.doesNotMatch(await onHost(name, 'nft list ruleset'), /\b(dnat|redirect|tproxy)\b/, name);
      const sockets = await onHost(name, "ss -Hltn | awk '{ print $4 }'");
      return sockets.split('\n').map((socket) => Number(socket.replace(/.*:/, '')));
    }),
  );
  return [...new Set(listeners.flat())].join(',');
}

/** `web1: 22 80`, a line per host that was looked at. A filter that says nothing counts as closed. */
export async function seenPorts(
  from: Viewer,
  hosts: readonly Host[],
  ports: string,
): Promise<readonly string[]> {
  const words = [
    '-n',
    '-Pn',
    '-sS',
    `-p${ports}`,
    '-T4',
    '--min-rate',
    '8000',
    '--max-retries',
    '3',
    '--open',
    '-oG',
    '-',
  ];
  const addresses = hosts.map(({ address }) => address);
  const { status, stdout, stderr } =
    from === 'controller'
      ? await run('nmap', [...words, ...addresses])
      : await inside(from.name, 'network', 'nmap', ...words, ...addresses);
  assert.equal(status, 0, stderr);
  assert.match(stdout, new RegExp(`# Nmap done .* ${hosts.length} IP address`), stdout);
  return hosts.map(({ name, address }) => {
    const line = stdout
      .split('\n')
      .find((one) => one.startsWith(`Host: ${address} `) && one.includes('Ports: '));
    const ports = [...(line ?? '').matchAll(/(\d+)\/open\/tcp/g)].map(([, port]) => Number(port));
    return lineOf(name, ports);
  });
}

/** The same as the roles declare it. */
export function declaredPorts(
  from: Viewer,
  hosts: readonly Host[],
  context: CompileContext & { readonly fleet: Fleet },
): readonly string[] {
  const roles: readonly string[] = from === 'controller' ? ['operators'] : from.roles;
  return hosts.map((host) => {
    const open = openingsOf(host, context).filter(
      (opening) =>
        opening.protocol === 'tcp' && opening.from.some((who) => who === 'anyone' || roles.includes(who)),
    );
    return lineOf(
      host.name,
      open.map(({ port }) => port),
    );
  });
}

function lineOf(name: string, ports: readonly number[]): string {
  return `${name}: ${[...new Set(ports)].sort((a, b) => a - b).join(' ') || 'none'}`;
}

/**
 * The same with another look at each port that is declared and wasn't seen: a scan of all ports at that rate may lose an
 * answer on a busy machine. A port that is seen and not declared stays.
 */
export async function seenAgain(
  from: Viewer,
  hosts: readonly Host[],
  seen: readonly string[],
  declared: readonly string[],
): Promise<readonly string[]> {
  const portsIn = (line = ''): readonly number[] => (line.match(/\b\d+\b(?=( \d+)*$)/g) ?? []).map(Number);
  return Promise.all(
    hosts.map(async (host, at) => {
      const known = portsIn(seen[at]);
      const missed = portsIn(declared[at]).filter((port) => !known.includes(port));
      if (missed.length === 0) return seen[at] ?? '';
      const [line] = await seenPorts(from, [host], missed.join(','));
      return lineOf(host.name, [...known, ...portsIn(line)]);
    }),
  );
}
