// Compares want with have: the steps of one host.
import type { Declared } from '../compile/compile-host.js';
import type { Step } from '../model/plan.js';
import { Unreadable, type Change, type LabelledChange, type Resource } from '../model/resource.js';
import { TrueupError } from '../model/trueup-error.js';
import { adviceFor } from './failure-advice.js';

/** A step, with the data that is needed to apply it. */
export interface PlannedStep extends Step {
  readonly declared: Declared;
  readonly have: unknown;
}

/**
 * One step per declared resource, in order. An unreadable state becomes `unknown` if an earlier change may make it
 * readable; if nothing changes before it, throws E_UNREADABLE.
 */
export function diffHost(
  host: string,
  declared: readonly Declared[],
  haves: readonly unknown[],
): readonly PlannedStep[] {
  const steps: PlannedStep[] = [];
  const changing = new Map<string, Resource>();
  let cure: string | undefined;
  declared.forEach((entry, at) => {
    const { resource, role } = entry;
    const have = haves[at];
    const base = { resource: resource.id, type: resource.type.type, role, declared: entry, have };
    if (resource.type.watch?.afterwards && touchedBy(resource, changing).length > 0) {
      steps.push({ ...base, state: 'same', changes: [] });
      return;
    }
    if (have instanceof Unreadable) {
      if (cure === undefined) throw unreadable(host, resource.id, have);
      steps.push({ ...base, state: 'unknown', changes: [], why: `${have.why}; known after ${cure}` });
      changing.set(resource.id, resource);
      return;
    }
    const changes = changesOf(resource, have, changing);
    steps.push({ ...base, state: changes.length === 0 ? 'same' : 'change', changes });
    if (changes.length === 0) return;
    changing.set(resource.id, resource);
    cure ??= resource.id;
  });
  return steps;
}

function touchedBy({ type, want }: Resource, changing: ReadonlyMap<string, Resource>): readonly Resource[] {
  return (type.watch?.on(want) ?? []).filter((watched) => changing.has(watched.id));
}

/** The resource's own changes, and those that result from changes of watched resources in this plan. */
function changesOf(
  resource: Resource,
  have: unknown,
  changing: ReadonlyMap<string, Resource>,
): readonly LabelledChange[] {
  const { type, want } = resource;
  const own = type.diff(want, have);
  const touched = touchedBy(resource, changing);
  if (touched.length === 0) return own.map(labelled);
  const follow = type.watch?.follow?.(want, touched, have) ?? [];
  return [
    ...own,
    ...follow.filter(
      (extra) => !own.some((change) => change.verb === extra.verb && change.key === extra.key),
    ),
  ].map(labelled);
}

function labelled(change: Change): LabelledChange {
  const { verb, key, what = key, ...sides } = change;
  return { verb, key, what, ...sides };
}

function unreadable(host: string, resource: string, have: Unreadable): TrueupError {
  const hint = adviceFor(have.why);
  const message = `${host}: cannot determine the state of ${resource}, because ${have.why}`;
  return new TrueupError('E_UNREADABLE', message, { host, ...(hint === undefined ? {} : { hint }) });
}

/** The step without the data that is needed only to apply it: for events, files and display. */
export function shown({ resource, type, role, state, changes, why }: PlannedStep): Step {
  return { resource, type, role, state, changes, ...(why === undefined ? {} : { why }) };
}
