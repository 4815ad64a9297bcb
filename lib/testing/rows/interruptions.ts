// Interrupts applies at random points; the next apply must repair whatever was left.
import { chance, drawn } from '../seeded-random.js';
import type { HostBed } from '../try-resource-on-host.js';
import { applyAgain, changesOf } from '../interrupt/apply-after-interruption.js';
import { interruptApply, type Place } from '../interrupt/interrupt-apply.js';
import { contents, inputsOf, leftovers } from '../interrupt/leftovers.js';
import { drawPoints, pointInWords, sooner, type Point } from '../interrupt/interruption-points.js';
import type { Finding } from '../report-row.js';
import type { Resource } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { machineOf } from '../stage/stage.js';
import type { Runs } from '../stage/engine-runs.js';
import type { Subject } from '../subject.js';
import { tamperingsOf } from '../tamper/catalogue.js';
import type { Tried } from '../discovered-cases.js';
import { counted } from './finding-texts.js';

/** Maximum number of attempts, each earlier than the one before, until a point interrupts the apply. */
const mostTries = 5;

/** Starts trueup in a separate process: the program, and its first arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** The first point interrupts an apply on bare hosts; the others interrupt one that repairs drift. */
export async function killsAreMended(runs: Runs, subject: Subject, command: Command): Promise<Finding> {
  const cases: Tried[] = [];
  for (const [nth, point] of drawPoints(subject.points, subject.seed).entries()) {
    const title = pointInWords(point);
    try {
      await survive(runs, subject, command, point, nth);
      cases.push({ title });
    } catch (fault) {
      cases.push({ title, fault });
    }
  }
  return { figures: counted(cases.length, 'point'), cases };
}

async function survive(
  runs: Runs,
  subject: Subject,
  command: Command,
  point: Point,
  nth: number,
): Promise<void> {
  const { hosts } = runs.stage.fleet;
  const draw = chance(subject.seed, `victim ${nth}`);
  const victim = hosts[Math.floor(draw() * hosts.length)]?.name ?? '';
  const place = placeOf(runs, command, victim);
  let interrupted = false;
  let before: ReadonlySet<string> = new Set();
  let next = point;
  for (let attempt = 0; attempt < mostTries && !interrupted; attempt += 1) {
    if (nth > 0 || attempt > 0) before = await tamper(runs, subject, `${nth} ${attempt}`);
    interrupted = await interruptApply(place, next);
    next = sooner(next);
  }
  if (!interrupted) throw new TrueupError('E_CHECK', 'each apply finished before it could be interrupted');
  const half = nth === 0 ? new Set<string>() : await lookAt(runs);
  await applyAgain(place.apply);
  const whole = await lookAt(runs);
  for (const line of half)
    if (!before.has(line) && !whole.has(line))
      throw new TrueupError('E_CHECK', `a half-written file was left behind: ${line}`);
  for (const { name } of hosts) {
    const left = (await runs.onHost(name, (bed) => bed.run(leftovers))).trim();
    if (left !== '') throw new TrueupError('E_CHECK', `${name}: files were left behind`, { output: left });
  }
  const again = changesOf(await applyAgain(place.apply));
  if (again.length === 0) return;
  throw new TrueupError('E_CHECK', 'the next apply did not repair everything', {
    output: again.join('\n'),
  });
}

/** A connection is given up if it doesn't respond for four seconds. */
function placeOf(runs: Runs, command: Command, victim: string): Place {
  const { stage } = runs;
  const connect = { home: '/nonexistent', acceptNew: false, keepaliveSeconds: 1 };
  const words = ['apply', ...stage.inventory.flatMap((one) => ['-i', one]), '--yes', '--output', 'json'];
  return {
    ...{ lab: stage.lab, victim: machineOf(stage, victim), cwd: stage.cwd },
    command: [...command, ...words],
    apply: async (listener) => (await runs.apply({ connect, waitSeconds: 0 }, listener)).result,
  };
}

/** The digests of the declared files on all hosts. */
async function lookAt(runs: Runs): Promise<ReadonlySet<string>> {
  const lines: string[] = [];
  for (const { name } of runs.stage.fleet.hosts) {
    const text = await runs.onHost(name, (bed, declared) =>
      bed.run(contents(inputsOf(declared.map(({ resource }) => resource)))),
    );
    lines.push(...text.split('\n').map((line) => `${name} ${line}`));
  }
  return new Set(lines);
}

/** Tampers with each resource of the roles under test in one random way, so that an apply has something to do. */
async function tamper(runs: Runs, subject: Subject, salt: string): Promise<ReadonlySet<string>> {
  for (const { name } of runs.stage.fleet.hosts)
    await runs.onHost(name, async (bed, declared) => {
      const all = declared.map(({ resource }) => resource);
      for (const { resource, role } of declared)
        if (subject.roles.includes(role)) await tamperOnce(bed, resource, all, subject, salt);
    });
  return lookAt(runs);
}

async function tamperOnce(
  bed: HostBed,
  resource: Resource,
  all: readonly Resource[],
  { seed, tamper }: Subject,
  salt: string,
): Promise<void> {
  // Packages are quick to remove and slow to install again: that is what the first point interrupts.
  if (resource.type.type === 'apt.packages') return;
  const ways = tamperingsOf(resource, all, tamper) ?? [];
  const [way] = drawn(ways, 1, chance(seed, `${salt} ${resource.id}`));
  if (way) await bed.answer(way.script);
}
