// Promise 1: whatever ends an apply in its middle, the next one finds it, mends it, and leaves nothing behind.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileHost } from '../../lib/compile/compile-host.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import type { LabHost } from '../../lib/lab/settings/lab-settings.js';
import type { Fleet } from '../../lib/model/fleet.js';
import type { Resource } from '../../lib/model/resource.js';
import { factsQuestion } from '../../lib/plan/facts-question.js';
import { readFacts } from '../../lib/plan/read-facts.js';
import { compileContextOf } from '../../lib/engine/compile-context.js';
import { packageRoot } from '../../lib/package-root.js';
import { applyAgain, changesOf } from '../../lib/testing/interrupt/apply-after-interruption.js';
import { interruptApply } from '../../lib/testing/interrupt/interrupt-apply.js';
import { contents, dpkgHalf, inputsOf } from '../../lib/testing/interrupt/leftovers.js';
import { pointInWords, sooner, type Point } from '../../lib/testing/interrupt/interruption-points.js';
import type { Tried } from '../../lib/testing/discovered-cases.js';
import { roles } from '../../roles/registry.js';
import { TestBed } from '../contract/test-bed.js';
import { faultHosts, lowerFaultLab, raiseFaultLab } from './sites/fault-lab.js';
import { writeFaultSite } from './sites/fault-site.js';
import { dealPoints } from './cases/interruption-points.js';
import { causeDrift, siteLeftovers } from './cases/leftovers.js';
import { faultPlace, type FaultPlace as Place } from './runs/interrupted-host.js';
import { tellTried } from './report-tried-cases.js';

/** How often each fault comes in each phase; more for a longer run by hand. */
const rounds = Number(process.env.TRUEUP_FAULT_ROUNDS ?? 1);

/** How often dpkg was found in the middle of something. */
let dpkgInterrupted = 0;

async function onBed<T>({ fleet, victim }: Place, work: (bed: TestBed) => Promise<T>): Promise<T> {
  const bed = await TestBed.connect(fleet.host(victim.name).connection);
  try {
    return await work(bed);
  } finally {
    await bed.close();
  }
}

async function declaredOn({ fleet, victim }: Place, bed: TestBed): Promise<readonly Resource[]> {
  const facts = readFacts(victim.name, await bed.answer(factsQuestion));
  const context = compileContextOf(fleet, { roles, packageRoot });
  return (await compileHost(fleet.host(victim.name), facts, context)).map(({ resource }) => resource);
}

async function suffer(place: Place, point: Point, nth: number): Promise<void> {
  const { paths, whole } = await onBed(place, async (bed) => {
    const paths = inputsOf(await declaredOn(place, bed));
    const asDeclared = await bed.run(contents(paths));
    await bed.run(causeDrift(`dead${nth}`));
    return { paths, whole: new Set(`${asDeclared}${await bed.run(contents(paths))}`.split('\n')) };
  });
  if (!(await interruptApply(place, point))) {
    assert.ok(point.delay > 20, 'the apply was over before it could be interrupted');
    return suffer(place, sooner(point), nth);
  }
  const half = await onBed(place, async (bed) => {
    const now = await bed.run(contents(paths));
    for (const line of now.split('\n')) assert.ok(whole.has(line), `a half-written file: ${line}`);
    return bed.run(dpkgHalf);
  });
  const mended = changesOf(await applyAgain(place.apply));
  if (half.trim() !== '') {
    dpkgInterrupted += 1;
    if (process.env.TRUEUP_FAULT_TRACE)
      process.stderr.write(`dpkg was left so on ${place.victim.name}:\n${half}`);
    assert.ok(
      mended.some((change) => change.includes('repair of an interrupted dpkg')),
      `dpkg was left so:\n${half}\nand nobody said so:\n${mended.join('\n')}`,
    );
  }
  assert.equal(await onBed(place, (bed) => bed.run(siteLeftovers)), '');
  assert.deepEqual(changesOf(await applyAgain(place.apply)), []);
}

async function sufferAll(
  folder: string,
  fleet: Fleet,
  host: LabHost,
  points: readonly Point[],
): Promise<readonly Tried[]> {
  const place = faultPlace(folder, fleet, host);
  await applyAgain(place.apply);
  const tried: Tried[] = [];
  for (const [nth, point] of points.entries()) {
    const title = `${pointInWords(point)}, on ${host.name}`;
    const started = performance.now();
    try {
      await suffer(place, point, nth);
      tried.push({ title });
    } catch (fault) {
      tried.push({ title, fault });
    }
    if (process.env.TRUEUP_FAULT_TRACE)
      process.stderr.write(`${Math.round(performance.now() - started)} ms ${title}\n`);
  }
  return tried;
}

describe('promise 1: killed at any moment', function () {
  this.timeout(900_000);
  const struck = describe('an apply that is hit', () => undefined);
  let folder: string;

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    await raiseFaultLab();
    folder = await writeFaultSite(await mkdtemp(join(tmpdir(), 'trueup-faults-')));
    const fleet = await loadFleet(folder, { roles });
    const hands = dealPoints(rounds, faultHosts.length);
    const all = await Promise.all(
      faultHosts.map((host, at) => sufferAll(folder, fleet, host, hands[at] ?? [])),
    );
    tellTried(struck, all.flat());
  });

  after(async () => {
    await lowerFaultLab();
    await rm(folder, { recursive: true, force: true });
  });

  it('is tried while dpkg works, too', () => {
    assert.ok(dpkgInterrupted > 0, 'dpkg was never found in the middle of something');
  });

  it('is tried at thirty points or more', () => {
    assert.ok(struck.tests.length >= 30, `${struck.tests.length} points`);
  });
});
