// A shell whose end is known before its last words have come through.
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '../../../lib/model/secret.js';
import type { Transport } from '../../../lib/model/transport.js';
import { sh } from '../../../lib/shell/sh.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost } from '../../local-transport.js';

const signal = new AbortController().signal;

/** Ends at once with that status, and says why a little later. */
function lagging(status: number | null, words: string): Transport {
  return {
    name: 'lagging',
    open() {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      void sleep(50).then(() => {
        stderr.end(words);
        stdout.end();
      });
      const closed = Promise.resolve({ status });
      return Promise.resolve({ stdin, stdout, stderr, closed, destroy: () => undefined });
    },
    close: () => Promise.resolve(),
  };
}

async function troubleOf(transport: Transport, password?: string): Promise<unknown> {
  const host = bareHost();
  const becomePassword = password === undefined ? {} : { become: true, becomePassword: new Secret(password) };
  const connection = { ...host.connection, ...becomePassword };
  try {
    const session = await Session.open({ ...host, connection }, transport, { signal });
    await session.run([sh`true`], { onFailure: 'stop', secondsFor: () => 10, signal });
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('the last words of a shell', () => {
  it('are waited for, and explain its end', async () => {
    const trouble = await troubleOf(lagging(127, 'sh: 1: sudo: not found\n'));
    assert.deepEqual(
      [(trouble as { code?: string }).code, (trouble as Error).message],
      ['E_SUDO', 'h1: sudo is not installed'],
    );
  });

  it('are waited for where sudo was to ask', async () => {
    const trouble = await troubleOf(lagging(1, 'sudo: no tty present\n'), 'secret');
    assert.equal((trouble as { output?: string }).output, 'sudo: no tty present');
  });
});
