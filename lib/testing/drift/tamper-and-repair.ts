// Tampers with resources, and expects that exactly these, and what follows from them, are reported and repaired.
import { TrueupError } from '../../model/trueup-error.js';
import type { Resource } from '../../model/resource.js';
import type { PlannedStep } from '../../plan/diff-host.js';
import { differencesOf, type HostBed } from '../try-resource-on-host.js';
import { notHere } from '../tamper/tampering.js';
import type { DriftCase } from './drift-case.js';
import { whatFollows } from './expected-changes.js';

/** Returns the cases that could be tried on this host. Throws if one isn't detected or repaired, or if another is. */
export async function tryTogether(
  bed: HostBed,
  resources: readonly Resource[],
  cases: readonly DriftCase[],
): Promise<readonly DriftCase[]> {
  const done: DriftCase[] = [];
  const said: string[] = [];
  for (const one of cases) {
    const { status, stdout, stderr } = await bed.answer(one.tampering.script);
    if (status === notHere) continue;
    if (status !== 0) throw new TrueupError('E_CHECK', `the tampering failed: ${stderr}`);
    done.push(one);
    said.push(stdout);
  }
  if (done.length === 0) return done;
  const tampered = done.map(({ resource }) => resource);
  const steps = await bed.compare(resources);
  const planned = idsOf(steps, 'change');
  expectSame('reported', planned, whatFollows(tampered, said.join('\n'), steps), steps);
  const unexplained = steps.find(({ state, why }) => state === 'unknown' && !/ known after /.test(why ?? ''));
  if (unexplained)
    throw new TrueupError('E_CHECK', `${unexplained.resource} is unknown, and no reason is given`);
  const repaired = await bed.converge(resources, steps);
  const unknown = idsOf(steps, 'unknown');
  const own = repaired.filter((id) => !unknown.includes(id) && !isEffectOf(planned, id, resources));
  expectSame('repaired', own, needed(planned, own, steps), steps);
  return done;
}

/** Steps after an unknown one are queried again, and may then need no repair: a user may have its files back. */
function needed(
  planned: readonly string[],
  repaired: readonly string[],
  steps: readonly PlannedStep[],
): readonly string[] {
  const again = steps.findIndex(({ state }) => state === 'unknown');
  const later = new Set(again < 0 ? [] : steps.slice(again).map(({ resource }) => resource));
  return planned.filter((id) => !later.has(id) || repaired.includes(id));
}

/** Throws if the ids differ; the error lists those that are missing and those that are unexpected. */
function expectSame(
  verb: 'reported' | 'repaired',
  found: readonly string[],
  wanted: readonly string[],
  steps: readonly PlannedStep[],
): void {
  const missing = wanted.filter((id) => !found.includes(id));
  const extra = found.filter((id) => !wanted.includes(id));
  const same = found.length === wanted.length && found.every((id, at) => id === wanted[at]);
  if (same) return;
  const what = [
    ...(missing.length > 0 ? [`is not ${verb}: ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`is ${verb} although it was not tampered with: ${extra.join(', ')}`] : []),
    ...(missing.length + extra.length === 0 ? [`is ${verb} in a different order: ${found.join(', ')}`] : []),
  ];
  throw new TrueupError('E_CHECK', what.join('; '), { output: steps.flatMap(differencesOf).join('\n') });
}

/** Whether it follows from what was planned, so that only a later pass queries it. */
function isEffectOf(planned: readonly string[], id: string, resources: readonly Resource[]): boolean {
  const found = resources.find((resource) => resource.id === id);
  if (found?.type.watch?.afterwards !== true) return false;
  return found.type.watch.on(found.want).some((watched) => planned.includes(watched.id));
}

function idsOf(steps: readonly PlannedStep[], state: PlannedStep['state']): readonly string[] {
  return steps.filter((step) => step.state === state).map((step) => step.resource);
}
