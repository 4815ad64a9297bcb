// The context of one host's part of an apply, including what it shares with the other hosts.
import type { LimitFunction } from 'p-limit';
import type { CompileContext } from '../compile/role-scope.js';
import type { Host } from '../model/fleet.js';
import { TrueupError } from '../model/trueup-error.js';
import type { EngineOptions } from '../engine/engine-options.js';
import type { Tally } from '../engine/resource-counts.js';
import type { Machines } from '../plan/same-machine.js';
import type { LockRequest } from '../wire/host-lock.js';
import type { SavedPlan } from './enforce-saved-plan.js';
import type { Gates } from './wait-for-roles.js';
import type { Turns } from './wait-for-turn.js';

export interface HostRun {
  readonly host: Host;
  readonly context: CompileContext;
  readonly machines: Machines;
  readonly options: EngineOptions;
  readonly gates: Gates;
  /** Whose turn it is among hosts that provide the same service. */
  readonly turns: Turns;
  /** Limits how many hosts are worked on at a time; a host that waits for another doesn't count. */
  readonly limit: LimitFunction;
  readonly tally: Tally;
  readonly lock: LockRequest;
  /** Only one host of the run at a time may be down for a reboot. */
  readonly reboots: LimitFunction;
  /** Set if the run must follow a saved plan. */
  readonly savedPlan?: SavedPlan;
}

/** Throws E_INTERRUPTED once the operator has asked the run to stop. */
export function refuseIfStopped({ host, options }: HostRun): void {
  if (options.stop.aborted)
    throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped`, { host: host.name });
}
