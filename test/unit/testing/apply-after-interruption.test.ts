// After an interrupted apply the next one waits for a host that is still locked, and for nothing else.
import assert from 'node:assert/strict';
import { applyAgain } from '../../../lib/testing/interrupt/apply-after-interruption.js';
import type { RunResult } from '../../../lib/engine/engine-options.js';

type Outcome = RunResult['outcomes'] extends ReadonlyMap<string, infer One> ? One : never;

/** Applies that end like this, one after the other. */
function applies(...runs: readonly Readonly<Record<string, Outcome>>[]): {
  readonly apply: () => Promise<RunResult>;
  readonly left: () => number;
} {
  const left = [...runs];
  return {
    apply: () =>
      Promise.resolve({ ok: false, plans: [], outcomes: new Map(Object.entries(left.shift() ?? {})) }),
    left: () => left.length,
  };
}

describe('The apply after an interrupted one', () => {
  it('is tried again while a host is locked, and another is skipped because of it', async () => {
    const { apply, left } = applies({ db: 'locked', app: 'skipped' }, { db: 'changed', app: 'ok' });
    assert.deepEqual(await applyAgain(apply), []);
    assert.equal(left(), 0);
  });

  it('fails at once where a host fails, or is skipped for another reason', async () => {
    for (const bad of [{ db: 'locked', app: 'failed' }, { app: 'skipped' }] as const) {
      const { apply } = applies(bad, {});
      await assert.rejects(applyAgain(apply), { code: 'E_CHECK' });
    }
  });
});
