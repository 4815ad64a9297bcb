// Hosts that are broken or mean harm, all in one run with two that are well.
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '../../lib/model/event.js';
import { newPair, type Running } from '../unit/ssh/hostile-server.js';
import { cases, facts, folder, lineWithoutEnd, secret, type Case } from './hostile/hostile-cases.js';
import { flooding, forging, honest, shellServer } from './hostile/hostile-shells.js';
import { endOf, played, startPlaying, type SmallRun } from './runs/small-run.js';

describe('promise 9: a hostile or broken host causes a clear error in time, and affects no other host', () => {
  const servers: Running[] = [];
  /** Milliseconds after the run's start, by host. */
  const begins = new Map<string, number>();
  const ends = new Map<string, number>();
  let events: readonly Event[] = [];

  const varsAt = (port: number, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
    ansible_host: '127.0.0.1',
    ansible_port: port,
    ansible_user: 'me',
    ansible_password: secret,
    ansible_host_key_checking: false,
    trueup_known_hosts_file: '/dev/null',
    trueup_ssh_config: 'none',
    ansible_timeout: 3,
    ansible_become: false,
    ...more,
  });
  const running = async (start: Case['start']): Promise<number> => {
    const server = await start();
    servers.push(server);
    return server.port;
  };
  const nameOf = (at: number): string => `bad${at}`;

  before(async () => {
    const hosts: Record<string, Record<string, unknown>> = {};
    hosts.well1 = varsAt(await running(() => shellServer(honest())));
    for (const [at, { start, vars }] of Object.values(cases).entries()) {
      const port = await running(start);
      hosts[nameOf(at)] = varsAt(port, vars);
      if (vars?.ansible_host_key_checking === true) {
        const known = `[127.0.0.1]:${port} ssh-ed25519 ${newPair().blob.toString('base64')}\n`;
        writeFileSync(join(folder, 'known_hosts'), known);
      }
    }
    hosts.well2 = varsAt(
      await running(() => shellServer(honest({ noise: 'echo Welcome; echo "last login: never" >&2' }))),
    );
    const since = Date.now();
    const run = startPlaying({
      command: 'plan',
      hosts,
      deeds: [{ name: 'x', text: 'true' }],
      forks: 60,
    });
    run.child.stdout.on('data', () => {
      const now = Date.now() - since;
      for (const event of run.events) {
        if (event.type === 'host.connecting' && !begins.has(event.host)) begins.set(event.host, now);
        if (event.type === 'host.done' && !ends.has(event.host)) ends.set(event.host, now);
      }
    });
    await run.ended;
    events = run.events;
  });
  after(() => {
    for (const server of servers) server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [at, [name, { code, says, advises }]] of Object.entries(cases).entries()) {
    it(name, () => {
      const { trouble } = endOf(events, nameOf(at));
      assert.equal(trouble?.code, code, JSON.stringify(trouble));
      assert.match(trouble.message, says);
      assert.ok(trouble.message.startsWith(nameOf(at)), trouble.message);
      assert.match(trouble.hint ?? '', advises);
      // Six attempts with their pauses are the longest; how long the program takes to start is not the host's doing.
      const took = (ends.get(nameOf(at)) ?? Infinity) - (begins.get(nameOf(at)) ?? 0);
      assert.ok(took < 35_000, `${took} ms`);
      const attempts = events.filter(
        (event) => event.type === 'host.connecting' && event.host === nameOf(at),
      );
      assert.ok(attempts.length >= 1 && attempts.length <= 6, `${attempts.length} attempts`);
    });
  }

  it('other hosts of the same run go on, whatever their login shells greet with', () => {
    for (const host of ['well1', 'well2']) assert.equal(endOf(events, host).outcome, 'changed');
    // A host that never answers takes its time: nobody waits for it.
    const slowest = Math.max(...Object.keys(cases).map((_, at) => ends.get(nameOf(at)) ?? 0));
    for (const host of ['well1', 'well2']) assert.ok((ends.get(host) ?? Infinity) < slowest);
  });

  it('no password is told, even where a host says it', () => {
    assert.ok(!JSON.stringify(events).includes(secret));
  });

  for (const year of [1970, 2099]) {
    it(`a clock in ${year} is told before apt and TLS complain`, async () => {
      const epoch = Date.UTC(year, 5, 1) / 1000;
      const port = await running(() => shellServer(forging((nonce) => facts(nonce, epoch))));
      const run: SmallRun = { command: 'plan', hosts: { h: varsAt(port) }, deeds: [] };
      const told = (await played(run)).flatMap((event) => (event.type === 'notice' ? [event.text] : []));
      assert.match(told.join('\n'), new RegExp(`the clock shows ${year}-06.*apt.*TLS.*timedatectl`));
    });
  }

  const floods: Readonly<Record<string, () => Promise<Running>>> = {
    'noise before the shell': () => shellServer(flooding(lineWithoutEnd)),
    'an answer that never ends': () =>
      shellServer(
        forging((nonce) => [`${nonce} b 0\n`, `${nonce} o 0 0 33554432\n`], Buffer.alloc(1 << 16, 'x')),
      ),
    'answers without number': () =>
      shellServer(
        forging((nonce) =>
          Array.from({ length: 9 }, () => `${nonce} e 0 33554431\n${'x'.repeat(33554431)}\n`),
        ),
      ),
  };
  for (const [name, start] of Object.entries(floods)) {
    it(`memory stays bounded under ${name}`, async () => {
      const port = await running(start);
      // A busy machine needs more than the usual three seconds for hundreds of megabytes.
      const h = varsAt(port, { ansible_timeout: 60 });
      const run = startPlaying({ command: 'plan', hosts: { h }, deeds: [] }, [
        '--max-old-space-size=128',
        '--max-semi-space-size=2',
      ]);
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, mebibytesOf(run.child.pid));
      }, 50);
      await run.ended;
      clearInterval(watch);
      assert.equal(endOf(run.events, 'h').trouble?.code, 'E_PROTOCOL', run.stderr());
      assert.ok(most > 50 && most < 450, `${most} MiB`);
    });
  }
});

/** What a process holds in memory. */
function mebibytesOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
