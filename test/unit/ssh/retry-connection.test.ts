// How often an attempt is repeated, and how long the pauses are.
import assert from 'node:assert/strict';
import { GaveUp, pauseAfter, retrying } from '../../../lib/ssh/link/retry-connection.js';
import { Unreached } from '../../../lib/ssh/link/unreachable-error.js';

describe('retrying', () => {
  const quiet = { onAttempt: (): void => undefined, onPause: (): void => undefined };
  const never = new AbortController().signal;

  it('tries again what was refused, and gives up in the end', async () => {
    let count = 0;
    const attempt = (): Promise<never> => Promise.reject(new Unreached('unreachable', `no ${++count}`));
    await assert.rejects(
      retrying(attempt, quiet, never, () => 0),
      (error) => error instanceof GaveUp && error.attempts === 3,
    );
    assert.equal(count, 3);
  });

  it('comes through when a later attempt does', async () => {
    let count = 0;
    const attempt = (): Promise<string> =>
      ++count < 2 ? Promise.reject(new Unreached('closed', 'busy')) : Promise.resolve('in');
    assert.equal(await retrying(attempt, quiet, never, () => 0), 'in');
  });

  for (const kind of ['lost', 'late', 'algorithms', 'speech', 'name', 'forbidden'] as const) {
    it(`does not try again after ${kind}`, async () => {
      let count = 0;
      const attempt = (): Promise<never> => Promise.reject(new Unreached(kind, `no ${++count}`));
      await assert.rejects(retrying(attempt, quiet, never), GaveUp);
      assert.equal(count, 1);
    });
  }

  it('has the most attempts for a server with too many logins in flight, and bounds the pauses', () => {
    const pauses = Array.from({ length: 10 }, (_, index) => pauseAfter('overloaded', index + 1));
    assert.deepEqual(pauses, [0.5, 1, 2, 4, 8, 8, 8, 8, 8, undefined]);
    assert.equal(pauseAfter('closed', 6), undefined);
  });

  it('waits at least four seconds after a penalty, and ends its pause with the signal', async () => {
    const controller = new AbortController();
    const pauses: number[] = [];
    const listener = {
      ...quiet,
      onPause: (_failure: Unreached, seconds: number): void => {
        pauses.push(seconds);
        controller.abort();
      },
    };
    const attempt = (): Promise<never> => Promise.reject(new Unreached('penalty', 'not now'));
    await assert.rejects(retrying(attempt, listener, controller.signal), { name: 'AbortError' });
    assert.ok((pauses[0] ?? 0) >= 3.75);
  });
});
