import assert from 'node:assert/strict';
import type { RunRecord, StepOnRecord } from '../../../lib/model/record.js';
import { nameRun } from '../../../lib/undo/history/record-paths.js';
import { lastChange, planRollback } from '../../../lib/undo/rollback/rollback-plan.js';

type Step = Partial<StepOnRecord> & { readonly resource: string };

const runOf = (minute: number): string => nameRun(new Date(Date.UTC(2026, 0, 1, 0, minute)), 'abcd');

function record(
  minute: number,
  steps: readonly Step[],
  more: Partial<RunRecord> & { readonly command?: 'apply' | 'rollback' } = {},
): RunRecord {
  const { command = 'apply', ...rest } = more;
  return {
    mark: { run: runOf(minute), command, at: '', by: 'me', version: '0' },
    order: minute,
    state: 'done',
    steps: steps.map((step, index) => ({
      ...{ n: index + 1, type: 'file', role: 'r', changes: [], paths: [], undo: false, why: [], takeUps: [] },
      ...{ state: 'done', before: new Map(), lost: [] },
      ...step,
    })),
    ...rest,
  };
}
const kept = (resource: string, state: 'kept' | 'missing' = 'kept'): Step => ({
  resource,
  paths: [resource],
  before: new Map([[resource, state]]),
});

describe('The way back', () => {
  it('undoes newer runs first, each from its last step to its first', () => {
    const way = planRollback(
      [record(1, [kept('a'), kept('b')]), record(2, [kept('c'), kept('d')])],
      runOf(1),
    );
    assert.deepEqual(way.runs, [runOf(2), runOf(1)]);
    assert.deepEqual(
      way.steps.map(({ resource }) => resource),
      ['d', 'c', 'b', 'a'],
    );
  });

  it('ends where it was before the oldest run, whatever later runs kept', () => {
    const way = planRollback(
      [record(1, [kept('a', 'missing')]), record(2, [kept('a')]), record(3, [kept('b')])],
      runOf(1),
    );
    assert.deepEqual(
      [...way.before],
      [
        ['b', { copy: `${runOf(3)}/1/0` }],
        ['a', 'missing'],
      ],
    );
  });

  it('leaves alone what came before, what lives, and what was rolled back already', () => {
    const records = [
      record(1, [kept('a')]),
      record(2, [kept('b')]),
      record(3, [kept('c')], { rolledBackBy: runOf(4) }),
      record(4, [kept('c')], { command: 'rollback' }),
      record(5, [kept('d')], { state: 'running' }),
    ];
    assert.deepEqual(planRollback(records, runOf(2)).runs, [runOf(2)]);
    assert.equal(lastChange([records]), runOf(2));
    assert.deepEqual(
      planRollback(records, runOf(4)).runs,
      [runOf(4)],
      'a rollback is undone when it is meant',
    );
    assert.equal(lastChange([]), undefined);
  });

  it('goes by what happened on the host, not by the clocks of the controllers', () => {
    const records = [record(9, [kept('a')]), record(3, [kept('b')]), record(5, [kept('c')])];
    assert.equal(lastChange([records]), runOf(5));
    assert.deepEqual(planRollback(records, runOf(3)).runs, [runOf(5), runOf(3)]);
    assert.deepEqual(
      planRollback(records, runOf(4)).runs,
      [runOf(5), runOf(9)],
      'by time where the host has no record of it',
    );
  });

  it('tells what does not go back, and why', () => {
    const [gone, half] = planRollback(
      [
        record(1, [
          { ...kept('half'), undo: true, why: ['its data stays'] },
          { resource: 'gone', paths: ['gone'], before: new Map([['gone', { unkept: 'it is too big' }]]) },
        ]),
      ],
      runOf(1),
    ).steps;
    assert.deepEqual([gone?.back, gone?.stays], [false, ['gone remains unchanged: it is too big']]);
    assert.deepEqual([half?.back, half?.stays], [true, ['its data stays']]);
  });

  it('leaves a step alone whose earlier state is gone, and says so', () => {
    const step = { resource: 'release /srv/app', undo: true, lost: ['/srv/app/releases/one'] };
    const [only] = planRollback([record(1, [step])], runOf(1)).steps;
    assert.equal(only?.back, false);
    assert.deepEqual(only.stays, [
      'it remains unchanged: /srv/app/releases/one, which is needed to restore it, no longer exists',
    ]);
  });

  it('takes each service up once, in declared order, as the oldest run knew it', () => {
    const takeUps = (...names: readonly string[]): Pick<StepOnRecord, 'takeUps'> => ({
      takeUps: names.map((resource, index) => ({ resource, at: 9 - index })),
    });
    const way = planRollback(
      [record(1, [{ ...kept('a'), ...takeUps('x') }]), record(2, [{ ...kept('b'), ...takeUps('x', 'y') }])],
      runOf(1),
    );
    assert.deepEqual(
      way.takeUps.map(({ resource, script }) => [resource, script]),
      [
        ['y', `${runOf(2)}/1/take-up.8`],
        ['x', `${runOf(1)}/1/take-up.9`],
      ],
    );
  });
});
