// Runs an apply and interrupts it.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { switchCable } from '../../lab/hosts/network-cable.js';
import { cutPower } from '../../lab/hosts/machine-power.js';
import { startHosts } from '../../lab/status-stop-start-reset.js';
import { labPaths } from '../../lab/settings/lab-paths.js';
import type { LabHost, LabSettings } from '../../lab/settings/lab-settings.js';
import type { RunResult } from '../../engine/engine-options.js';
import type { Event, Listener } from '../../model/event.js';
import type { Point } from './interruption-points.js';

/** Where and how the apply is run. */
export interface Place {
  readonly lab: LabSettings;
  /** The host that loses its power or its network. */
  readonly victim: LabHost;
  /** The command line of the same apply, for a separate process that prints its events as JSON. */
  readonly command: readonly [program: string, ...args: string[]];
  /** The folder in which that process starts. */
  readonly cwd?: string;
  /** Runs the apply in this process; ends even if a host no longer responds. */
  readonly apply: (listener: Listener) => Promise<RunResult>;
}

/** Runs the apply and interrupts it. Returns false if the run ended before that. */
export async function interruptApply(place: Place, point: Point): Promise<boolean> {
  const { lab, victim } = place;
  switch (point.fault) {
    case 'SIGKILL of trueup':
      return kill(place, point);
    case 'power-off':
      return interruptAt(place, point, async (over) => {
        await cutPower(lab, victim.name);
        await over;
        await startHosts(lab, [victim], () => undefined);
      });
    case 'network cut':
      return interruptAt(place, point, async (over) => {
        await switchCable(lab, victim.name, 'down');
        await over;
        await switchCable(lab, victim.name, 'up');
      });
    case 'short network outage':
      return interruptAt(place, point, async () => {
        await switchCable(lab, victim.name, 'down');
        await pause(1500);
        await switchCable(lab, victim.name, 'up');
      });
  }
}

/** Runs in this process, so that the fault occurs at the event. `cause` causes it, and receives the end of the run. */
async function interruptAt(
  place: Place,
  point: Point,
  cause: (over: Promise<unknown>) => Promise<void>,
): Promise<boolean> {
  let landed = false;
  let ended = false;
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const isThere = point.watch();
  const run = place
    .apply((event) => {
      if (isThere(event)) begin();
    })
    .finally(() => (ended = true));
  const now = begun
    .then(() => (point.inDpkg ? dpkgWorks(place, run) : undefined))
    .then(() => pause(point.delay));
  const falls = Promise.race([now, run]).then(async () => {
    if (ended) return;
    landed = true;
    await cause(run);
  });
  await Promise.all([run, falls]);
  return landed;
}

/** Waits until dpkg is working: its journal then isn't empty. The host's disk can be read from here. */
async function dpkgWorks({ lab, victim }: Place, over: Promise<unknown>): Promise<void> {
  const journal = join(labPaths(lab).host(victim.name).root, 'var/lib/dpkg/updates');
  const run = { over: false };
  void over.then(() => (run.over = true));
  while (!run.over && (await readdir(journal)).every((name) => !/^\d+$/.test(name))) await pause(2);
}

/** Runs the apply in a separate process, as a user would, and kills it. */
async function kill({ command: [program, ...args], cwd }: Place, point: Point): Promise<boolean> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(cwd !== undefined && { cwd }),
  });
  const closed = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on('close', (_, signal) => {
      resolve(signal);
    });
  });
  const isThere = point.watch();
  for await (const line of createInterface({ input: child.stdout })) {
    if (!isThere(JSON.parse(line) as Event)) continue;
    await pause(point.delay);
    child.kill('SIGKILL');
    break;
  }
  return (await closed) === 'SIGKILL';
}
