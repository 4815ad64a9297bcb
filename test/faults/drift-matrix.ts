// Tampers with everything that is declared on one host, one thing after the other.
import assert from 'node:assert/strict';
import type { Resource } from '../../lib/model/resource.js';
import type { PlannedStep } from '../../lib/plan/diff-host.js';
import type { TestBed } from '../contract/test-bed.js';
import { chance } from './seed.js';
import { tamperingsOf } from './tamper/catalogue.js';
import { notHere, type Tampering } from './tamper/tampering.js';
import type { Tried } from './tried.js';
import { whatFollows } from './what-follows.js';

/** Tamperings of one resource; more for a longer run by hand. */
const most = Number(process.env.TRUEUP_FAULT_TAMPERINGS ?? 4);

/** Tries tamperings of every resource; a resource that nobody knows how to tamper with is a fault of its own. */
export async function driftMatrix(
  host: string,
  bed: TestBed,
  resources: readonly Resource[],
): Promise<readonly Tried[]> {
  const tried: Tried[] = [];
  const only = new RegExp(process.env.TRUEUP_FAULT_ONLY ?? '');
  // An effect is tampered with by what it is the effect of: test/contract/platform/in-force.test.ts.
  for (const resource of resources.filter(({ id, type }) => only.test(id) && !type.watch?.afterwards)) {
    let done = 0;
    for (const tampering of drawn(`${host} ${resource.id}`, tamperingsOf(resource, resources) ?? [])) {
      const title = `${resource.id}: ${tampering.how}`;
      if (process.env.TRUEUP_FAULT_TRACE)
        process.stderr.write(`${new Date().toISOString().slice(14, 23)} ${title}\n`);
      try {
        if (!(await holds(bed, resources, resource, tampering))) continue;
        done += 1;
        tried.push({ title });
      } catch (fault) {
        done += 1;
        tried.push({ title, fault });
        const mended = await bed.converge(resources).catch(() => undefined);
        if (!mended) return tried;
      }
    }
    if (done > 0) continue;
    const fault = new Error(
      `nobody wrote down how to tamper with ${resource.id} (drift of its proof in test/types)`,
    );
    tried.push({ title: resource.id, fault });
  }
  return tried;
}

/** Some of them, by chance, in their order. */
function drawn(what: string, all: readonly Tampering[]): readonly Tampering[] {
  const draw = chance(what);
  const left = [...all];
  while (left.length > most) left.splice(Math.floor(draw() * left.length), 1);
  return left;
}

/** False where it can't be tried on this resource. */
async function holds(
  bed: TestBed,
  resources: readonly Resource[],
  resource: Resource,
  { script }: Tampering,
): Promise<boolean> {
  const { status, stdout, stderr } = await bed.answer(script);
  if (status === notHere) return false;
  assert.equal(status, 0, `it can't be tampered with: ${stderr}`);
  const steps = await bed.compare(resources);
  const planned = idsOf(steps, 'change');
  assert.deepEqual(planned, whatFollows(resource, stdout, steps), `planned\n${inWords(steps)}`);
  for (const step of steps) {
    if (step.state === 'unknown') assert.match(step.why ?? '', / known after /);
  }
  const repaired = await bed.converge(resources, steps);
  const unknown = idsOf(steps, 'unknown');
  assert.deepEqual(
    repaired.filter((id) => !unknown.includes(id) && !isEffectOf(planned, id, resources)),
    planned,
    'repaired something else',
  );
  return true;
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

function inWords(steps: readonly PlannedStep[]): string {
  return steps
    .flatMap(({ resource, changes }) => changes.map(({ verb, what }) => `${resource}: ${verb} ${what}`))
    .join('\n');
}
