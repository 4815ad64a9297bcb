// Tampers with everything that is declared on one host, one thing after the other.
import { TrueupError } from '../../model/trueup-error.js';
import type { Resource } from '../../model/resource.js';
import type { PlannedStep } from '../../plan/diff-host.js';
import { chance, drawn } from '../chance.js';
import { differencesOf, type HostBed } from '../host-bed.js';
import { tamperingsOf } from '../tamper/catalogue.js';
import { notHere, type Tamper, type Tampering } from '../tamper/tampering.js';
import type { Tried } from '../tried.js';
import { whatFollows } from './what-follows.js';

export interface DriftOptions {
  /** Tamperings of one resource. */
  readonly most: number;
  readonly seed: number;
  /** How types are tampered with that aren't trueup's own, by type. */
  readonly tamper?: Readonly<Record<string, Tamper<never>>>;
  /** Which resources are tampered with; all where absent. */
  readonly only?: (resource: Resource) => boolean;
  /** Told before each. */
  readonly onCase?: (title: string) => void;
}

/** Tries tamperings of every resource; one that nobody knows how to tamper with is untried. */
export async function driftMatrix(
  host: string,
  bed: HostBed,
  resources: readonly Resource[],
  { most, seed, tamper, only = () => true, onCase }: DriftOptions,
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  // An effect is tampered with by what it is the effect of.
  for (const resource of resources.filter((one) => only(one) && !one.type.watch?.afterwards)) {
    const tamperings = tamperingsOf(resource, resources, tamper);
    let done = 0;
    for (const tampering of drawn(tamperings ?? [], most, chance(seed, `${host} ${resource.id}`))) {
      const title = `${resource.id}: ${tampering.how}`;
      onCase?.(title);
      try {
        if (!(await holds(bed, resources, resource, tampering))) continue;
        done += 1;
        tried.push({ title, resource: resource.id });
      } catch (fault) {
        done += 1;
        tried.push({ title, resource: resource.id, fault });
        const mended = await bed.converge(resources).catch(() => undefined);
        if (!mended) return tried;
      }
    }
    if (done > 0) continue;
    const untried = `no tampering is defined for ${resource.id}`;
    tried.push({ title: resource.id, untried });
  }
  return tried;
}

/** False where it can't be tried on this resource. */
async function holds(
  bed: HostBed,
  resources: readonly Resource[],
  resource: Resource,
  { script }: Tampering,
): Promise<boolean> {
  const { status, stdout, stderr } = await bed.answer(script);
  if (status === notHere) return false;
  if (status !== 0) throw new TrueupError('E_CHECK', `it can't be tampered with: ${stderr}`);
  const steps = await bed.compare(resources);
  const planned = idsOf(steps, 'change');
  expectSame('named', planned, whatFollows(resource, stdout, steps), steps);
  const unexplained = steps.find(({ state, why }) => state === 'unknown' && !/ known after /.test(why ?? ''));
  if (unexplained)
    throw new TrueupError('E_CHECK', `${unexplained.resource} is unknown, and no reason is given`);
  const repaired = await bed.converge(resources, steps);
  const unknown = idsOf(steps, 'unknown');
  const own = repaired.filter((id) => !unknown.includes(id) && !isEffectOf(planned, id, resources));
  expectSame('repaired', own, needed(planned, own, steps), steps);
  return true;
}

/** What was planned after something unknown is asked about again, and may be right by then: a user has its files back. */
function needed(
  planned: readonly string[],
  repaired: readonly string[],
  steps: readonly PlannedStep[],
): readonly string[] {
  const again = steps.findIndex(({ state }) => state === 'unknown');
  const later = new Set(again < 0 ? [] : steps.slice(again).map(({ resource }) => resource));
  return planned.filter((id) => !later.has(id) || repaired.includes(id));
}

/** Throws what is too much and what is missing. */
function expectSame(
  verb: 'named' | 'repaired',
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

/** Whether it follows from what was planned, so that only a later pass looks at it. */
function isEffectOf(planned: readonly string[], id: string, resources: readonly Resource[]): boolean {
  const found = resources.find((resource) => resource.id === id);
  if (found?.type.watch?.afterwards !== true) return false;
  return found.type.watch.on(found.want).some((watched) => planned.includes(watched.id));
}

function idsOf(steps: readonly PlannedStep[], state: PlannedStep['state']): readonly string[] {
  return steps.filter((step) => step.state === state).map((step) => step.resource);
}
