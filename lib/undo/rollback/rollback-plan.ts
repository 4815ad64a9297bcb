// From the records of a host to what a rollback does there: which runs, which steps, and what can't go back.
import { isOfLedger } from '../ledger/ledger.js';
import type { RunRecord, StepBack, StepOnRecord, TakeUp } from '../../model/record.js';

/** A step on its way back, with where its record lies. */
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
  /** What stood at each path before the oldest of the runs, and where the copy is. */
  readonly before: ReadonlyMap<string, { readonly copy: string } | 'missing'>;
}

/** Whether a rollback may undo the run: later rollbacks only where they are meant themselves. */
function canGoBack({ mark, rolledBackBy, state }: RunRecord, target: string): boolean {
  if (state === 'running' || rolledBackBy !== undefined) return false;
  return mark.command === 'apply' || mark.run === target;
}

/** The run that a rollback without a name undoes, of the records of each host; undefined if there is none. */
export function lastChange(records: Iterable<readonly RunRecord[]>): string | undefined {
  const last = [...records].flatMap((own) => own.findLast((record) => canGoBack(record, ''))?.mark.run ?? []);
  return last.sort().at(-1);
}

/**
 * Back to before `target`. `records` are a host's, oldest first. A host that has no record of it goes back to before it
 * by its name, which begins with the time. Without runs where nothing goes back.
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
  // The oldest come last, and count: they know how it was before.
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

/** Why a step can't go back, or not all the way. */
export function staysOf({ why, before, lost }: StepOnRecord): readonly string[] {
  const unkept = [...before].flatMap(([path, state]) =>
    typeof state === 'string' ? [] : [`${path} remains unchanged: ${state.unkept}`],
  );
  const gone = lost.map(
    (path) => `it remains unchanged: ${path}, which is needed to restore it, no longer exists`,
  );
  return [...why, ...unkept, ...gone];
}
