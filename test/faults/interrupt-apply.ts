// One apply that is interrupted in its middle, and the next one.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../lib/package-root.js';
import { applyFleet } from '../../lib/converge/apply-fleet.js';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import type { LabHost } from '../../lib/lab/settings/lab-settings.js';
import type { Event, Listener } from '../../lib/model/event.js';
import type { Fleet } from '../../lib/model/fleet.js';
import type { RunResult } from '../../lib/engine/engine-options.js';
import { roles } from '../../roles/registry.js';
import { cable, faultLab, powerOff, powerOn } from './fault-lab.js';
import { begins, inDpkg, type Point } from './points.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Where it is done: an inventory, as a folder and as a fleet, and one of its hosts. */
export interface Place {
  readonly folder: string;
  readonly fleet: Fleet;
  readonly host: LabHost;
}

/** Applies, and is interrupted. False where the run was over before that. */
export async function interruptApply(place: Place, point: Point): Promise<boolean> {
  switch (point.fault) {
    case 'SIGKILL of trueup':
      return kill(place, point);
    case 'power-off':
      return interruptAt(place, point, async ({ host }, over) => {
        await powerOff(faultLab, host.name);
        await over;
        await powerOn(faultLab, host);
      });
    case 'network cut':
      return interruptAt(place, point, async ({ host }, over) => {
        await cable(faultLab, host.name, 'down');
        await over;
        await cable(faultLab, host.name, 'up');
      });
    case 'network gone for a moment':
      return interruptAt(place, point, async ({ host }) => {
        await cable(faultLab, host.name, 'down');
        await pause(1500);
        await cable(faultLab, host.name, 'up');
      });
  }
}

/** In this process, so that the fault comes when the event is told. `cause` brings it about, and gets the end of the run. */
async function interruptAt(
  place: Place,
  point: Point,
  cause: (place: Place, over: Promise<unknown>) => Promise<void>,
): Promise<boolean> {
  let landed = false;
  let ended = false;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const run = applyHere(place, (event) => {
    if (begins(point.phase, event)) begin();
  }).finally(() => (ended = true));
  const now = begun
    .then(() => (inDpkg(point) ? dpkgWorks(place, run) : undefined))
    .then(() => pause(point.delay));
  const falls = Promise.race([now, run]).then(async () => {
    if (ended) return;
    landed = true;
    await cause(place, run);
  });
  await run;
  await falls;
  return landed;
}

/** Its journal isn't empty while it works; the host's disk is seen from here. */
async function dpkgWorks({ host }: Place, over: Promise<unknown>): Promise<void> {
  const journal = join(labPaths(faultLab).host(host.name).root, 'var/lib/dpkg/updates');
  const run = { over: false };
  void over.then(() => (run.over = true));
  while (!run.over && (await readdir(journal)).every((name) => !/^\d+$/.test(name))) await pause(2);
}

/** A process of its own, as a user starts it. */
async function kill({ folder, host }: Place, { phase, delay }: Point): Promise<boolean> {
  const program = join(packageRoot, 'dist/cli/main.js');
  const args = ['apply', '-i', folder, '--limit', host.name, '--yes', '--output', 'json'];
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_, signal) => {
      resolve(signal);
    });
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!begins(phase, JSON.parse(line) as Event)) continue;
    await pause(delay);
    child.kill('SIGKILL');
    break;
  }
  return (await closed) === 'SIGKILL';
}

/** An apply in this process. A host that gives no sign of life for four seconds is given up. */
export async function applyHere(
  { fleet, host }: Place,
  listener: Listener = () => undefined,
): Promise<RunResult> {
  const signal = new AbortController().signal;
  return applyFleet(fleet, [fleet.host(host.name)], {
    forks: 1,
    roles,
    connect: { home: '/nonexistent', user: userInfo().username, acceptNew: false, keepaliveSeconds: 1 },
    packageRoot,
    listener,
    stop: signal,
    abort: signal,
  });
}
