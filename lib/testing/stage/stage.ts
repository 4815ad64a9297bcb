// Hosts on which a part of a test runs, with their inventory.
import type { LabHost, LabSettings } from '../../lab/settings/lab-settings.js';
import type { LoadedFleet } from '../../inventory/loaded-fleet.js';
import { TrueupError } from '../../model/trueup-error.js';

export interface Stage {
  readonly lab: LabSettings;
  /** The arguments for `trueup -i`. */
  readonly inventory: readonly string[];
  /** Working directory for a separate process. */
  readonly cwd: string;
  readonly fleet: LoadedFleet;
  /** Name in the fleet → the host of the lab. */
  readonly machines: ReadonlyMap<string, LabHost>;
}

/** The host of the lab that represents a host of the fleet. */
export function machineOf({ machines }: Stage, host: string): LabHost {
  const machine = machines.get(host);
  if (machine) return machine;
  throw new TrueupError('E_INTERNAL', `no lab host is assigned to ${host}`);
}
