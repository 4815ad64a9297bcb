// How the ends of hosts become one exit code.
import assert from 'node:assert/strict';
import { ExitCode } from '../../../lib/run/exit-code.js';
import type { HostOutcome } from '../../../lib/model/event.js';
import { counts } from '../view/canned-run.js';

type End = readonly [outcome: HostOutcome, code?: string];

function codeOf(ends: readonly End[]): number {
  const exit = new ExitCode();
  ends.forEach(([outcome, code], at) => {
    const trouble = code === undefined ? {} : { trouble: { code, message: 'x' } };
    exit.take({ type: 'host.done', host: `h${at}`, outcome, counts, ...trouble });
  });
  return exit.code;
}

const cases: readonly (readonly [name: string, ends: readonly End[], code: number])[] = [
  ['all well is 0', [['ok'], ['changed']], 0],
  ['no host at all is 0', [], 0],
  ['a failed change is 1', [['ok'], ['failed', 'E_APPLY']], 1],
  ['a template that fails on one host is wrong input, 3', [['failed', 'E_TEMPLATE'], ['ok']], 3],
  ['a host out of reach is 4', [['unreachable', 'E_AUTH'], ['ok']], 4],
  ['a held lock is 5', [['locked', 'E_LOCKED'], ['ok']], 5],
  [
    'a lock and a host out of reach are 4',
    [
      ['locked', 'E_LOCKED'],
      ['unreachable', 'E_CONNECT'],
    ],
    4,
  ],
  [
    'a failure is harder than a host out of reach',
    [
      ['unreachable', 'E_CONNECT'],
      ['failed', 'E_APPLY'],
    ],
    1,
  ],
  [
    'who waits in vain adds nothing',
    [
      ['skipped', 'E_SKIPPED'],
      ['unreachable', 'E_CONNECT'],
    ],
    4,
  ],
  ['who waits in vain alone is 1', [['skipped', 'E_SKIPPED']], 1],
  [
    'Ctrl-C is 130, whatever else failed',
    [
      ['failed', 'E_APPLY'],
      ['interrupted', 'E_INTERRUPTED'],
    ],
    130,
  ],
  ['an end without an error speaks by its outcome', [['unreachable']], 4],
  ['a code that nobody knows is a failure', [['failed', 'E_NEW']], 1],
];

describe('an exit code', () => {
  for (const [name, ends, code] of cases)
    it(name, () => {
      assert.equal(codeOf(ends), code);
    });

  it('comes with whether anything differs', () => {
    const exit = new ExitCode();
    assert.equal(exit.differs, false);
    exit.take({ type: 'host.done', host: 'h', outcome: 'changed', counts });
    assert.equal(exit.differs, true);
  });
});
