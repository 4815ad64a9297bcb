import assert from 'node:assert/strict';
import { succeeds } from '../../../lib/checks/command-succeeds.js';
import { untilHealthy } from '../../../lib/converge/wait-until-healthy.js';
import type { HostRun } from '../../../lib/converge/host-run-context.js';
import { sh, Type } from '../../../lib/kit.js';
import type { Check } from '../../../lib/model/check.js';
import type { Fleet } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import type { Answer } from '../../../lib/model/script.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import type { RunOptions } from '../../../lib/wire/batch-options.js';
import { bareHost } from '../../local-transport.js';
import { fastClock } from '../fast-clock.js';

const fine: Answer = { status: 0, stdout: '', stderr: '' };
const slow = bareHost('app1', { connectTimeoutSeconds: 60 });

/** Waits until the host is well; `answer` stands in for its session, and is told which question it is. */
async function wait(
  checks: readonly Check[],
  answer: (nth: number, options: RunOptions) => Answer,
): Promise<void> {
  const app: Role = {
    ...{ name: 'app', why: 'for the test', vars: Type.Object({}), resources: () => [] },
    turns: { serves: () => 'shop', healthy: () => ({ seconds: 3600, checks }) },
  };
  const fleet = {
    ...{ folder: '/nowhere', hosts: [slow], inGroup: () => [slow], withRole: () => [slow] },
    ...{ host: () => slow, varsOf: () => ({}) as never, offersOf: () => [] },
  } satisfies Fleet;
  const never = new AbortController().signal;
  const options = {
    ...{ forks: 1, roles: new Map([['app', app]]), packageRoot: '/nowhere', stop: never, abort: never },
    connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    listener: () => undefined,
  };
  const run = { host: slow, options, context: compileContextOf(fleet, options) } as unknown as HostRun;
  let asked = 0;
  const session = {
    run: (_: unknown, given: RunOptions): Promise<readonly Answer[]> =>
      Promise.resolve().then(() => [answer((asked += 1), given)]),
  };
  await untilHealthy(run, 'app', session);
}

describe('Waiting until a changed host is well', () => {
  const clock = fastClock();
  const check = succeeds({ title: 'it answers', on: 'app1', script: sh`true` });

  for (const code of ['E_LOST_CONNECTION', 'E_TIMEOUT', 'E_PROTOCOL'] as const)
    it(`ends at once, and with that error, where its session ends with ${code}`, async () => {
      let questions = 0;
      const lost = new TrueupError(code, 'app1: gone', { host: 'app1' });
      await assert.rejects(
        wait([check, check], (nth) => {
          questions = nth;
          throw lost;
        }),
        (error) => error === lost,
      );
      assert.equal(questions, 1);
    });

  it('asks again what does not hold', async () => {
    let questions = 0;
    await wait([check], (nth) => {
      questions = nth;
      return nth === 1 ? { ...fine, status: 1 } : fine;
    });
    assert.equal(questions, 2);
  });

  it('counts how slow the host is once: the session does, and the controller for its own questions', async () => {
    const given: number[] = [];
    const here: Check = {
      title: 'it answers the controller',
      questions: [{ on: 'controller', ask: () => Promise.resolve(fine) }],
      judge: () => undefined,
    };
    await wait([check, here], (_, options) => {
      given.push(options.secondsFor(0));
      return fine;
    });
    assert.deepEqual(given, [30]);
    assert.deepEqual(clock.asked, [180_000]);
  });
});
