// Derives from a host's records what a rollback does there: the runs and steps it undoes, and what can't be undone.
import { isOfLedger } from '../ledger/ledger.js';
import type { RunRecord, StepBack, StepOnRecord, TakeUp } from '../../model/record.js';

/** The rollback of a step, with the step as recorded. */
export interface StepToUndo extends StepBack {
  readonly step: StepOnRecord;
}

export interface RollbackPlan {
  /** Newest first. */
  readonly runs: readonly string[];
  /** In the order in which they are undone. */
  readonly steps: readonly StepToUndo[];
  /** In declared order, each resource once, with the path of its script below the records' folder. */
  readonly takeUps: readonly (TakeUp & { readonly script: string })[];
  /** The state of each path before the oldest of the runs, and where its copy is. */
  readonly before: ReadonlyMap<string, { readonly copy: string } | 'missing'>;
}

/** Whether a rollback may undo the run. A run that is a rollback is undone only if it is the target itself. */
function canGoBack({ mark, rolledBackBy, state }: RunRecord, target: string): boolean {
  if (state === 'running' || rolledBackBy !== undefined) return false;
  return mark.command === 'apply' || mark.run === target;
}

/** The run that a rollback without a name undoes, from the records of each host; undefined if there is none. */
export function lastChange(records: Iterable<readonly RunRecord[]>): string | undefined {
  const last = [...records].flatMap((own) => own.findLast((record) => canGoBack(record, ''))?.mark.run ?? []);
  return last.sort().at(-1);
}

/**
 * The rollback to the state before `target`. `records` are one host's, oldest first. If none of them is `target`'s, its
 * name decides, which begins with the time. `runs` is empty if there is nothing to undo.
 */
export function planRollback(records: readonly RunRecord[], target: string): RollbackPlan {
  const place = records.findIndex(({ mark }) => mark.run === target);
  const since = place < 0 ? records.filter(({ mark }) => mark.run > target) : records.slice(place);
  const undone = since.filter((record) => canGoBack(record, target)).toReversed();
  const steps = undone.flatMap(({ mark, steps }) =>
    steps.toReversed().map((step) => ({
      run: mark.run,
      resource: step.resource,
      back: goesBack(step),
      stays: staysOf(step),
      step,
    })),
  );
  const takeUps = new Map<string, RollbackPlan['takeUps'][number]>();
  const before = new Map<string, { readonly copy: string } | 'missing'>();
  // The oldest come last and replace the others: they recorded the state before all of the runs.
  for (const { run, back, step } of steps) {
    const folder = `${run}/${step.n}`;
    for (const takeUp of step.takeUps)
      takeUps.set(takeUp.resource, { ...takeUp, script: `${folder}/take-up.${takeUp.at}` });
    if (!back) continue;
    step.paths.forEach((path, index) => {
      const state = step.before.get(path);
      if (state === 'missing') before.set(path, state);
      else if (state === 'kept') before.set(path, { copy: `${folder}/${index}` });
    });
  }
  const inOrder = [...takeUps.values()].sort((a, b) => a.at - b.at);
  return { runs: undone.map(({ mark }) => mark.run), steps, takeUps: inOrder, before };
}

function goesBack({ undo, before, lost }: StepOnRecord): boolean {
  if (lost.length > 0) return false;
  return undo || [...before].some(([path, state]) => typeof state === 'string' && !isOfLedger(path));
}

/** Why a step can't be reverted, or can't be reverted completely. */
export function staysOf({ why, before, lost }: StepOnRecord): readonly string[] {
  const unkept = [...before].flatMap(([path, state]) =>
    typeof state === 'string' ? [] : [`${path} remains unchanged: ${state.unkept}`],
  );
  const gone = lost.map(
    (path) => `it remains unchanged: ${path}, which is needed to restore it, no longer exists`,
  );
  return [...why, ...unkept, ...gone];
}
