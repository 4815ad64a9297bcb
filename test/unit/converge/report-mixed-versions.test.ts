import assert from 'node:assert/strict';
import type { Queue } from '../../../lib/compile/hosts-taking-turns.js';
import { tellStopped } from '../../../lib/converge/report-mixed-versions.js';
import { sh, Type } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import type { Fleet } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import type { Answer } from '../../../lib/model/script.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { bareHost } from '../../local-transport.js';
import { fastClock } from '../fast-clock.js';

describe('What the hosts of a stopped queue run', () => {
  const clock = fastClock();

  const app: Role = {
    name: 'app',
    why: 'for the test',
    vars: Type.Object({}),
    resources: () => [],
    turns: {
      serves: () => 'shop',
      healthy: () => ({ seconds: 1, checks: [] }),
      version: () => sh`readlink current`,
    },
  };
  const hosts = [bareHost('app1'), bareHost('slow1', { connectTimeoutSeconds: 60 })];
  const queue: Queue = { role: 'app', serves: 'shop', hosts };
  const stopped = [{ queue, hosts, failed: hosts.slice(0, 1), left: hosts.slice(1) }];

  async function told(stdout: string, asked: number[] = []): Promise<Readonly<Record<string, string>>> {
    const events: Event[] = [];
    const fleet = {
      ...{ folder: '/nowhere', hosts, inGroup: () => hosts, withRole: () => hosts },
      ...{ host: (name) => bareHost(name), varsOf: () => ({}) as never, offersOf: () => [] },
    } satisfies Fleet;
    const never = new AbortController().signal;
    const options = {
      ...{ forks: 2, roles: new Map([['app', app]]), packageRoot: '/nowhere', stop: never, abort: never },
      connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
      listener: (event: Event) => events.push(event),
    };
    const ask = (_run: unknown, _on: string, _script: unknown, seconds: number): Promise<Answer> => {
      asked.push(seconds);
      return Promise.resolve({ status: 0, stdout, stderr: '' });
    };
    await tellStopped(stopped, compileContextOf(fleet, options), options, ask);
    const event = events.find(({ type }) => type === 'turns.stopped');
    assert.ok(event?.type === 'turns.stopped');
    return event.versions;
  }

  it('is a line of each, of no more length than a person can read', async () => {
    assert.deepEqual(await told('release one\nand more\n'), { app1: 'release one', slow1: 'release one' });
    const { app1 = '' } = await told(`${'x'.repeat(100_000)}\n`);
    assert.equal(app1, `${'x'.repeat(100)}…`);
    assert.deepEqual(await told('\nx\n'), {}, 'nothing said is no version');
  });

  it('is waited for as long as each host is slow, and the session counts that itself', async () => {
    const seconds: number[] = [];
    await told('release one\n', seconds);
    assert.deepEqual(seconds, [30, 30]);
    assert.deepEqual(clock.asked, [30_000, 180_000]);
  });
});
