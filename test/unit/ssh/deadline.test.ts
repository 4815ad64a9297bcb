// The clock of a login: it ends what takes too long, and stands still while a person thinks.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '../../../lib/ssh/link/deadline.js';

const never = new AbortController().signal;
const late = (): Error => new Error('late');

describe('withDeadline', () => {
  it('ends with its reason what takes too long', async () => {
    const wait = withDeadline(0.02, never, late, async (signal) => {
      await sleep(60_000, undefined, { signal }).catch(() => undefined);
      throw signal.reason as Error;
    });
    await assert.rejects(wait, /late/);
  });

  it('does not count the time of a person, and counts on afterwards', async () => {
    const asked = withDeadline(0.02, never, late, async (signal, clock) => {
      const answer = await clock.paused(() => sleep(100, 'typed'));
      assert.equal(signal.aborted, false);
      assert.equal(answer, 'typed');
      await sleep(60_000, undefined, { signal }).catch(() => undefined);
      throw signal.reason as Error;
    });
    await assert.rejects(asked, /late/);
  });

  it('begins again with each step', async () => {
    const done = await withDeadline(0.02, never, late, async (signal, clock) => {
      clock.restart(60);
      await sleep(100);
      return !signal.aborted;
    });
    assert.equal(done, true);
  });

  it('ends with the outer signal, also while a person is asked', async () => {
    const outer = new AbortController();
    const asked = withDeadline(60, outer.signal, late, (signal, clock) =>
      clock.paused(async () => {
        outer.abort(new Error('Ctrl-C'));
        await sleep(0);
        throw signal.reason as Error;
      }),
    );
    await assert.rejects(asked, /Ctrl-C/);
  });
});
