// A session on this machine: who it is, what it sees, and how it ends. It only looks, and ends what it started.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openHost } from '../../../lib/engine/open-host.js';
import type { Event } from '../../../lib/model/event.js';
import type { Answer } from '../../../lib/model/script.js';
import { sh } from '../../../lib/shell/sh.js';
import type { Session } from '../../../lib/wire/session.js';
import { bareHost } from '../../local-transport.js';

const never = new AbortController().signal;
const options = { onFailure: 'go on', secondsFor: () => 20, signal: never } as const;

describe('a session on this machine', () => {
  let session: Session;
  const events: Event[] = [];
  const open = (abort = never): Promise<Session> =>
    openHost(bareHost('here', { transport: 'local', host: 'localhost', user: 'somebody-else' }), {
      connect: { home: '/home/jane', user: 'jane', acceptNew: false },
      listener: (event) => events.push(event),
      abort,
    });
  const run = async (script: ReturnType<typeof sh>): Promise<Answer> => {
    const [answer] = await session.run([script], options);
    assert.ok(answer);
    return answer;
  };

  beforeEach(async () => {
    events.length = 0;
    session = await open();
  });
  afterEach(() => session.close());

  it('tells that it is connected, and of no attempt', () => {
    assert.deepEqual(events, [{ type: 'host.connected', host: 'here', transport: 'local' }]);
  });

  it('runs as whoever runs trueup', async () => {
    assert.equal((await run(sh`id -u`)).stdout, `${process.getuid?.()}\n`);
  });

  it('sees nothing of the environment that trueup was started in', async () => {
    process.env['TRUEUP_TEST_LEAK'] = 'leaked';
    try {
      const seen = await run(sh`env; tty || true`);
      assert.doesNotMatch(seen.stdout, /leaked|^(TERM|SSH_AUTH_SOCK|NODE_\w+|npm_\w+)=/m);
      assert.match(
        seen.stdout,
        /^PATH=\/usr\/local\/sbin:\/usr\/local\/bin:\/usr\/sbin:\/usr\/bin:\/sbin:\/bin$/m,
      );
      assert.match(seen.stdout, /^HOME=\/home\/jane$/m);
      assert.match(seen.stdout, /not a tty/);
    } finally {
      delete process.env['TRUEUP_TEST_LEAK'];
    }
  });

  it('tells status, output and errors of each script', async () => {
    const answers = await session.run([sh`echo out; echo err >&2; exit 3`, sh`echo next`], options);
    assert.deepEqual(
      answers.map(({ status, stdout, stderr }) => ({ status, stdout, stderr })),
      [
        { status: 3, stdout: 'out\n', stderr: 'err\n' },
        { status: 0, stdout: 'next\n', stderr: '' },
      ],
    );
  });

  it('tells of a shell that is killed as any other does', async () => {
    await assert.rejects(run(sh`kill -KILL $$`), {
      code: 'E_PROTOCOL',
      message: /^here: the shell exited with status 137/,
    });
  });

  it('ends what runs, and all that it started, when it is told to stop now', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-test-'));
    try {
      const list = join(folder, 'pids');
      const abort = new AbortController();
      const script = sh`sleep 1000 & echo $! >${list}; (sleep 1001 & echo $! >>${list}; wait) & echo $! >>${list}; wait`;
      const running = assert.rejects(session.run([script], { ...options, signal: abort.signal }), {
        code: 'E_INTERRUPTED',
      });
      const pids = (): readonly number[] =>
        existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n').map(Number) : [];
      while (pids().length < 3) await sleep(20);
      abort.abort(new Error('enough'));
      await running;
      await session.close();
      while (pids().some(isAlive)) await sleep(20);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
