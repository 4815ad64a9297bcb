// Whoever leaves a host in the middle of something: what runs there ends, and when.
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBatch } from '../../../lib/wire/batch.js';
import { remoteBootstrap } from '../../../lib/wire/remote-bootstrap.js';
import { Uplink } from '../../../lib/wire/send-to-shell.js';
import { headBytes, supervisor, words } from '../../../lib/wire/supervisor.js';
import { sh } from '../../../lib/shell/sh.js';
import type { Script } from '../../../lib/model/script.js';

const nonce = 'a'.repeat(32);

describe('the text of the supervisor', () => {
  it('gives shellcheck nothing to say', () => {
    // Words are split on purpose: $0 may be `busybox sh`, and the kernel lists processes in one line.
    const { stdout, error } = spawnSync(
      'shellcheck',
      ['-s', 'sh', '-f', 'gcc', '-e', 'SC2013,SC2046,SC2086', '-'],
      {
        input: `#!/bin/sh\n${supervisor('')}`,
        encoding: 'utf8',
      },
    );
    assert.equal(error, undefined, 'shellcheck is needed: apt-get install shellcheck');
    assert.equal(stdout.trim(), '');
  });
});

for (const shell of [['dash'], ['busybox', 'sh']] as const) {
  describe(`a supervisor in ${shell[0]}`, () => {
    let folder = '';
    let child: ChildProcessWithoutNullStreams;
    let uplink: Uplink;
    let ended: Promise<void>;
    let said = '';

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-supervisor-'));
    });
    afterEach(async () => {
      uplink.close();
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    });

    /** Runs the scripts once the shell is up. `silence` stands for the usual 45 seconds. */
    function start(scripts: readonly Script[], secondsAlone: number, silence = 45): void {
      const bootstrap = remoteBootstrap(nonce, 1, undefined);
      const text = supervisor(bootstrap).replaceAll('timeout 45 ', `timeout ${silence} `);
      child = spawn(shell[0], [...shell.slice(1), '-c', `eval "$(head -c ${text.length})"`, shell.join(' ')]);
      said = '';
      child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stdin.on('error', () => undefined);
      ended = new Promise((resolve) =>
        child.once('exit', () => {
          resolve();
        }),
      );
      child.stdin.write(text);
      uplink = new Uplink(child.stdin);
      uplink.allow(secondsAlone);
      uplink.send(encodeBatch(scripts, 'go on'));
    }
    const at = (name: string): string => join(folder, name);
    const until = async (name: string): Promise<void> => {
      while (!existsSync(at(name))) await sleep(20);
    };
    /** A process that ended stays until somebody asks for its status. */
    const working = (name: string): boolean => {
      const stat = `/proc/${readFileSync(at(name), 'utf8').trim()}/stat`;
      return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
    };
    const slow = (seconds: number): Script =>
      sh`sh -c 'echo $$ >"$0"; exec sleep "$1"' ${at('pid')} ${seconds}; echo done >${at('done')}`;

    it('lets the running step end when the connection is closed, and nothing begin after it', async () => {
      start([slow(0.4), sh`echo no >${at('second')}`], 60);
      await until('pid');
      child.stdin.destroy();
      await ended;
      assert.ok(existsSync(at('done')));
      assert.ok(!existsSync(at('second')));
    });

    it('ends a step that takes longer than it was allowed to alone', async () => {
      start([slow(1000)], 0);
      await until('pid');
      child.stdin.destroy();
      await ended;
      assert.ok(!working('pid'));
      assert.ok(!existsSync(at('done')));
    });

    it('ends at once what is told to', async () => {
      start([slow(1000), sh`echo no >${at('second')}`], 1000);
      await until('pid');
      uplink.end();
      await ended;
      assert.ok(!working('pid'));
      assert.ok(!existsSync(at('second')));
    });

    it('counts an operator who gives no sign of life as gone', async () => {
      // On a busy machine the step may begin a second late: it must have begun before the silence is over.
      start([slow(2.5), sh`echo no >${at('second')}`], 60, 2);
      await ended;
      assert.ok(existsSync(at('done')));
      assert.ok(!existsSync(at('second')));
    });

    it('hears signs of life between two batches and goes on', async () => {
      start([sh`true`], 0, 0.6);
      for (let beats = 0; beats < 6; beats += 1) {
        await sleep(200);
        child.stdin.write(`${words.beat.padEnd(headBytes - 1)}\n`);
      }
      said = '';
      uplink.send(encodeBatch([sh`echo here`], 'go on'));
      while (!said.includes('here')) await sleep(20);
    });

    it('runs nothing of a batch that came by half', async () => {
      start([sh`true`], 0);
      const whole = encodeBatch([sh`echo no >${at('second')}`], 'go on');
      uplink.send(whole.slice(0, -3));
      child.stdin.destroy();
      await ended;
      assert.ok(!existsSync(at('second')));
    });

    it('ends with its shell, although the connection stays', async () => {
      start([sh`kill -KILL $$`], 0);
      await ended;
    });
  });
}
