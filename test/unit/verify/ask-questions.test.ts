// What the controller asks by itself is given as long as the host that it is about.
import assert from 'node:assert/strict';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { judgeChecks } from '../../../lib/verify/judge-checks.js';
import { Questioner } from '../../../lib/verify/ask-questions.js';
import { fastClock } from '../fast-clock.js';

describe('a question from the controller', () => {
  const clock = fastClock();
  const questioner = new Questioner({
    forks: 1,
    open: () => Promise.reject(new Error('no host is asked')),
    onBatch: () => undefined,
    signal: new AbortController().signal,
  });
  const hangs = { on: 'controller', ask: () => new Promise<never>(() => undefined) } as const;

  it('may take thirty seconds, of a slow host as many times more', async () => {
    for (const [connectTimeoutSeconds, seconds] of [
      [10, 30],
      [60, 180],
    ] as const) {
      const outcome = await questioner.ask(hangs, { connectTimeoutSeconds });
      assert.ok('error' in outcome && outcome.error instanceof TrueupError);
      assert.equal(outcome.error.message, `no answer within ${seconds} s`);
    }
    assert.deepEqual(clock.asked, [30_000, 180_000]);
  });

  it('is told whom it is about', async () => {
    const told: unknown[] = [];
    const host = { connectTimeoutSeconds: 60 };
    await questioner.ask(
      {
        on: 'controller',
        ask: (_, about) => {
          told.push(about);
          return Promise.resolve({ status: 0, stdout: '', stderr: '' });
        },
      },
      host,
    );
    assert.deepEqual(told, [host]);
  });

  it('names the variable where it was too late', async () => {
    const check = { title: 'hangs', questions: [hangs], judge: () => undefined };
    const subject = { host: 'web1', timeout: { connectTimeoutSeconds: 60 }, role: 'base', check };
    const [verdict] = judgeChecks([subject], questioner, new AbortController().signal);
    assert.equal(
      (await verdict)?.found,
      'could not check: no answer within 180 s. If the host is slow, raise its ansible_timeout (now 60 s); most time limits scale with it.',
    );
  });
});
