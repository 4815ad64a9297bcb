// Promise 14: what a dead controller left is seen, waited for and finished by another one.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sh } from '../../lib/kit.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { freeLock, takeLock } from '../contract/hold-lock.js';
import { testHost } from '../contract/test-host.js';

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** The host as before: no record, and the lock free. */
const cleanUp = sh`rm -rf /var/lib/trueup/runs`;

interface Controller {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves once what it said matches. */
  says(what: RegExp): Promise<void>;
  readonly ended: Promise<number | null>;
}

describe('promise 14: handing over', function () {
  this.timeout(300_000);
  let bed: TestBed;
  let folder = '';

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    folder = mkdtempSync(join(tmpdir(), 'trueup-handover-'));
    const { host, user, privateKeyFile, knownHostsFile } = testHost();
    const vars = {
      ...{ ansible_host: host, ansible_user: user, ansible_ssh_private_key_file: privateKeyFile },
      ...{ trueup_known_hosts_file: knownHostsFile, trueup_ssh_config: 'none' },
    };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all: { vars, hosts: { box: {} } } }));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {}');
    await bed.run(cleanUp);
  });
  afterEach(() => bed.run(sh`${freeLock} 2>/dev/null || true`));
  after(async () => {
    if (folder === '') return;
    await bed.run(cleanUp);
    await bed.close();
    rmSync(folder, { recursive: true });
  });

  /** A trueup with a home and a working directory of its own: it shares nothing with another one but the host. */
  function controller(...args: readonly string[]): Controller {
    const home = mkdtempSync(join(folder, 'home-'));
    const child = spawn(process.execPath, [program, ...args, '-i', folder], {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home, USER: 'other' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const waiting = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        for (const wake of waiting) wake();
      });
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', resolve);
    });
    return {
      ...{ child, ended, said: () => said },
      says: (what) =>
        new Promise((resolve, reject) => {
          const wake = (): void => {
            if (!what.test(said)) return;
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
          wake();
          void ended.then(() => {
            if (!what.test(said)) reject(new Error(`it ended without saying ${String(what)}: ${said}`));
          });
        }),
    };
  }
  /** A record as a run leaves it that is cut off in its second step. */
  async function cutOff(alive: boolean): Promise<string> {
    const run = '20260101T000000.000Z-dead';
    const meta = {
      run,
      command: 'apply',
      at: '2026-01-01T00:00:00.000Z',
      by: 'ann@first (process 1)',
      version: '0',
    };
    const step = {
      resource: 'file /etc/x',
      type: 'file',
      role: 'base',
      changes: [],
      paths: [],
      undo: false,
      why: [],
      takeUps: [],
    };
    const life = sh`"$$ $(sed 's/.*) //' "/proc/$$/stat" | cut -d ' ' -f 20) $(cat /proc/sys/kernel/random/boot_id)"`;
    await bed.run(sh`
umask 077
mkdir -p /var/lib/trueup/runs/${run}
{ printf 'meta %s\n' ${JSON.stringify(meta)}
  printf 'session %s\n' ${alive ? life : sh`'1 1 another-boot'`}
  printf 'step 1 %s\n' ${JSON.stringify({ ...step, n: 1 })}
  echo 'done 1'
  printf 'step 2 %s\n' ${JSON.stringify({ ...step, n: 2, resource: 'file /etc/y' })}
} >/var/lib/trueup/runs/${run}/journal`);
    return run;
  }

  it('tells who was interrupted and where, in plan and in history, and changes nothing by that', async () => {
    const run = await cutOff(false);
    const plan = controller('plan');
    assert.equal(await plan.ended, 0, plan.said());
    assert.match(
      plan.said(),
      /box \| apply \S+-dead by ann@first \(process 1\) was interrupted at file \/etc\/y/,
    );
    const history = controller('history');
    assert.equal(await history.ended, 0, history.said());
    assert.match(history.said(), /-dead .* ann@first .* interrupted$/m);
    assert.ok(!(await bed.run(sh`cat /var/lib/trueup/runs/${run}/journal`)).includes('end'));
  });

  it('tells of a run that lives, and calls it no other', async () => {
    await cutOff(true);
    const plan = controller('plan');
    assert.equal(await plan.ended, 0, plan.said());
    assert.match(plan.said(), /is still running here, now at file \/etc\/y/);
    assert.doesNotMatch(plan.said(), /interrupted/);
  });

  it('finishes what is pending, says so once, and marks the record', async () => {
    await cutOff(false);
    const first = controller('apply', '--yes');
    assert.equal(await first.ended, 0, first.said());
    assert.match(first.said(), /was interrupted at file \/etc\/y; this run completes its unfinished changes/);
    const second = controller('apply', '--yes');
    assert.equal(await second.ended, 0, second.said());
    assert.doesNotMatch(second.said(), /interrupted/);
    const history = controller('history');
    await history.ended;
    assert.match(history.said(), /interrupted, finished by \d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}$/m);
  });

  it('refuses while another controller holds the host, waits for it when told to', async () => {
    await bed.run(takeLock('ann@first since noon'));
    const refused = controller('apply', '--yes');
    assert.equal(await refused.ended, 5, refused.said());
    const waiting = controller('apply', '--yes', '--wait', '60');
    await waiting.says(
      /box is locked by ann@first since noon.*waiting for that run to end|locked by ann@first since noon; waiting/,
    );
    assert.equal(waiting.child.exitCode, null);
    await bed.run(freeLock);
    assert.equal(await waiting.ended, 0, waiting.said());
    assert.equal(waiting.said().match(/waiting/g)?.length, 1, 'it says so once');
  });

  it('takes over from a controller that was killed in the middle, and all of it can be rolled back', async () => {
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [base]}');
    const vars = join(folder, 'host_vars');
    mkdirSync(vars);
    writeFileSync(join(vars, 'box.yml'), 'base: {operators: [198.18.77.0/24]}');
    const first = controller('apply', '--yes');
    await first.says(/\| changed/);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = controller('apply', '--yes', '--wait', '120');
    assert.equal(await second.ended, 0, second.said());
    assert.match(second.said(), /apply \S+ by \S+ \(process \d+\) was interrupted (at|after) /);
    const plan = controller('plan', '--detailed-exitcode');
    assert.equal(await plan.ended, 0, plan.said());
    const [run = ''] = /\d{8}T\d{6}\.\d{3}Z-[0-9a-f]{4}/.exec(second.said()) ?? [];
    const back = controller('rollback', run, '--yes');
    assert.equal(await back.ended, 0, back.said());
    assert.match(back.said(), /2 runs/);
  });

  it('gives up waiting when its time is over, and at once when it is told to stop', async () => {
    await bed.run(takeLock('ann@first since noon'));
    const hasty = controller('apply', '--yes', '--wait', '1');
    assert.equal(await hasty.ended, 5, hasty.said());
    const stopped = controller('apply', '--yes', '--wait', '60');
    await stopped.says(/waiting/);
    stopped.child.kill('SIGINT');
    // Had it waited for the lock, it would have ended well.
    assert.equal(await stopped.ended, 130, stopped.said());
  });
});
