// A host of the faults' own as the place of an interrupted apply, and applies that nobody interrupts.
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { applyFleet } from '../../../lib/converge/apply-fleet.js';
import type { RunResult } from '../../../lib/engine/engine-options.js';
import type { LabHost } from '../../../lib/lab/settings/lab-settings.js';
import type { Listener } from '../../../lib/model/event.js';
import type { Fleet } from '../../../lib/model/fleet.js';
import { packageRoot } from '../../../lib/package-root.js';
import type { Place } from '../../../lib/testing/interrupt/interrupt-apply.js';
import { roles } from '../../../roles/registry.js';
import { faultLab } from '../sites/fault-lab.js';

/** An inventory, as a folder and as a fleet, and one of its hosts. */
export interface FaultPlace extends Place {
  readonly fleet: Fleet;
}

/** The place for one host of the inventory in the folder. */
export function faultPlace(folder: string, fleet: Fleet, victim: LabHost): FaultPlace {
  const program = join(packageRoot, 'dist/cli/main.js');
  const words = ['apply', '-i', folder, '--limit', victim.name, '--yes', '--output', 'json'];
  return {
    ...{ lab: faultLab, victim, fleet },
    command: [process.execPath, program, ...words],
    apply: (listener) => applyHere(fleet, victim.name, listener),
  };
}

/** An apply in this process. A host that gives no sign of life for four seconds is given up. */
async function applyHere(fleet: Fleet, host: string, listener: Listener): Promise<RunResult> {
  const signal = new AbortController().signal;
  return applyFleet(fleet, [fleet.host(host)], {
    forks: 1,
    roles,
    connect: { home: '/nonexistent', user: userInfo().username, acceptNew: false, keepaliveSeconds: 1 },
    packageRoot,
    listener,
    stop: signal,
    abort: signal,
  });
}
