import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Blob } from '../../../lib/model/script.js';
import { notices } from '../../../lib/shell/script-notices.js';
import { sh } from '../../../lib/shell/sh.js';
import type { RunOptions } from '../../../lib/wire/batch-options.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost, localTransport } from '../../local-transport.js';

const signal = new AbortController().signal;
const all: RunOptions = { onFailure: 'go on', secondsFor: () => 10, signal };

function blobOf(bytes: Buffer): Blob {
  return {
    name: 'test',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    // oxlint-disable-next-line typescript/require-await -- the interface is asynchronous
    async *open() {
      for (let at = 0; at < bytes.length; at += 65536) yield bytes.subarray(at, at + 65536);
    },
  };
}

for (const [name, shell] of [
  ['dash', ['dash']],
  ['busybox', ['busybox', 'sh']],
  ['bash', ['bash', '--posix']],
] as const) {
  describe(`Session over ${name}`, () => {
    async function open(): Promise<{ session: Session; kill: () => void }> {
      const transport = localTransport(shell);
      return {
        session: await Session.open(bareHost(), transport, { signal }),
        kill: () => {
          transport.kill();
        },
      };
    }

    it('brings back status, stdout and stderr of each script apart and to the byte', async () => {
      const { session } = await open();
      const answers = await session.run(
        [sh`printf 'a\n\n'; printf 'ü\n' >&2; exit 3`, sh`printf %s ${"it's x"}`, sh`true`],
        all,
      );
      assert.deepEqual(answers, [
        { status: 3, stdout: 'a\n\n', stderr: 'ü\n' },
        { status: 0, stdout: "it's x", stderr: '' },
        { status: 0, stdout: '', stderr: '' },
      ]);
      await session.close();
    });

    it('gives a slow host as many times as long as its timeout is longer, and tells its scripts', async () => {
      const slow = bareHost('h1', { connectTimeoutSeconds: 60 });
      const session = await Session.open(slow, localTransport(shell), { signal });
      const [answer] = await session.run([sh`sleep 0.5; echo "$trueup_pace"`], {
        ...all,
        secondsFor: () => 0.25,
      });
      assert.equal(answer?.stdout, '6\n');
      await session.close();
    });

    it('names the variable that lengthens the time, where that is over', async () => {
      const { session } = await open();
      await assert.rejects(session.run([sh`sleep 9`], { ...all, secondsFor: () => 0.1 }), {
        code: 'E_TIMEOUT',
        hint: 'If the host is slow, raise its ansible_timeout (now 5 s); most time limits scale with it.',
      });
      await session.close();
    });

    it('passes on at once what a script says that it waits for', async () => {
      const { session } = await open();
      const said: string[] = [];
      const [first, second] = await session.run(
        [
          sh`true`,
          sh`${notices}
echo before; say_waiting ${'the “lock” of %s \\'}; ( say_waiting nested ); echo after; exit 4`,
        ],
        {
          ...all,
          onNotice: (index, text) => said.push(`${index} ${text}`),
          onAnswer: (index) => said.push(`${index} is done`),
        },
      );
      assert.deepEqual(said, ['0 is done', '1 the “lock” of %s \\', '1 nested', '1 is done']);
      assert.equal(first?.status, 0);
      assert.deepEqual(second, { status: 4, stdout: 'before\nafter\n', stderr: '' });
      await session.close();
    });

    it('leaves out notices that are too long or too many, or have two lines', async () => {
      const { session } = await open();
      const said: string[] = [];
      const [answer] = await session.run(
        [
          sh`${notices}
say_waiting ${'x'.repeat(501)}; say_waiting ${'a\nb'}
for turn in $(seq 100); do say_waiting "turn $turn"; done`,
        ],
        { ...all, onNotice: (_, text) => said.push(text) },
      );
      assert.equal(answer?.status, 0);
      assert.deepEqual(
        said,
        Array.from({ length: 20 }, (_, at) => `turn ${at + 1}`),
      );
      await session.close();
    });

    it('gives the way for notices to no script that has none to send, and to no child that closes it', async () => {
      const { session } = await open();
      const look = sh`[ ! -e /proc/self/fd/4 ] && [ ! -e /proc/self/fd/5 ] && echo closed`;
      const answers = await session.run(
        [
          look,
          sh`${notices}
( ${look} ) 4>&-`,
        ],
        all,
      );
      for (const answer of answers) assert.equal(answer.stdout, 'closed\n', answer.stderr);
      await session.close();
    });

    it('ends with a host whose notices have no end, and with one that gives notice of a question', async () => {
      const flood = sh`${notices}
while :; do printf '%s n %s 4\nmore\n' "$trueup_n" "$trueup_i"; done >&4`;
      let heard = 0;
      for (const [options, message] of [
        [{ ...all, onNotice: () => (heard += 1) }, /the host sent too many notices/],
        [all, /a notice arrived while nothing was running/],
      ] as const) {
        const { session } = await open();
        await assert.rejects(session.run([flood], options), { code: 'E_PROTOCOL', message });
        await session.close();
      }
      assert.equal(heard, 64);
    });

    it('goes on with a script that says something when the connection is gone', async () => {
      const mark = join(mkdtempSync(join(tmpdir(), 'trueup-notice-')), 'done');
      const { session } = await open();
      const script = sh`${notices}
exec 4>/dev/full
say_waiting nobody
echo on >${mark}`;
      const [answer] = await session.run([script], { ...all, onNotice: () => undefined });
      assert.deepEqual([answer?.status, readFileSync(mark, 'utf8')], [0, 'on\n']);
      rmSync(dirname(mark), { recursive: true });
      await session.close();
    });

    it('stops at the first failure when told so', async () => {
      const { session } = await open();
      const answers = await session.run([sh`true`, sh`exit 7`, sh`echo never`], {
        ...all,
        onFailure: 'stop',
      });
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [0, 7],
      );
      const again = await session.run([sh`echo on`], { ...all, onFailure: 'stop' });
      assert.equal(again[0]?.stdout, 'on\n');
      await session.close();
    });

    it('keeps a syntax error, a greedy reader and a set variable from the neighbours', async () => {
      const { session } = await open();
      const answers = await session.run(
        [sh`if then )`, sh`cat; x=1; cd /tmp`, sh`echo "\${x-unset}" "$PWD"`],
        all,
      );
      assert.notEqual(answers[0]?.status, 0);
      assert.deepEqual(answers[1], { status: 0, stdout: '', stderr: '' });
      assert.equal(answers[2]?.stdout, 'unset /\n');
      await session.close();
    });

    it('fails a script at its first failing command and at an unset variable', async () => {
      const { session } = await open();
      const answers = await session.run([sh`false; echo on`, sh`echo "$nope"; echo on`], all);
      for (const answer of answers) {
        assert.notEqual(answer.status, 0);
        assert.equal(answer.stdout, '');
      }
      await session.close();
    });

    it('streams a blob of several megabytes into a script', async () => {
      const { session } = await open();
      const bytes = Buffer.alloc(5_000_003, 'x0\n\r\0z');
      const answers = await session.run([sh`${blobOf(bytes)} | sha256sum`, sh`echo after`], all);
      assert.equal(answers[0]?.stdout.slice(0, 64), blobOf(bytes).sha256);
      assert.equal(answers[1]?.stdout, 'after\n');
      await session.close();
    });

    it('takes a blob to its end although its consumer gives up', async () => {
      const { session } = await open();
      const bytes = Buffer.alloc(3_000_000, 'echo stolen >&2\n');
      const answers = await session.run([sh`${blobOf(bytes)} | head -c 10; exit 3`, sh`echo on`], all);
      assert.deepEqual(answers, [
        { status: 3, stdout: 'echo stole', stderr: '' },
        { status: 0, stdout: 'on\n', stderr: '' },
      ]);
      await session.close();
    });

    it('is not fooled by output that looks like a frame', async () => {
      const { session } = await open();
      const forged = '0123456789abcdef0123456789abcdef o 0 0 0\n\nd\n';
      const answers = await session.run([sh`printf %s ${forged}`], all);
      assert.equal(answers[0]?.stdout, forged);
      await session.close();
    });

    it('names a script that takes too long', async () => {
      const { session, kill } = await open();
      await assert.rejects(session.run([sh`sleep 1`], { ...all, secondsFor: () => 0.2 }), {
        code: 'E_TIMEOUT',
      });
      kill();
    });

    it('says that finished changes are kept where the connection is lost between changes', async () => {
      const { session, kill } = await open();
      const running = session.run([sh`sleep 1`], { ...all, secondsAlone: 5, onBegin: kill });
      await assert.rejects(running, { code: 'E_LOST_CONNECTION', hint: /Finished changes are kept/ });
    });

    it('calls a shell that dies a lost connection, never a success', async () => {
      const { session, kill } = await open();
      const running = session.run([sh`sleep 1`], { ...all, onBegin: kill });
      await assert.rejects(running, { code: 'E_LOST_CONNECTION', hint: 'Run again.' });
      await assert.rejects(session.run([sh`true`], all), { code: 'E_LOST_CONNECTION' });
    });
  });
}
