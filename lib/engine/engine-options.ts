// The options and the result of a run.
import type { ConnectOptions } from '../ssh/link/connect-options.js';
import type { Listener, HostOutcome } from '../model/event.js';
import type { HostPlan, SavedHostPlan } from '../model/plan.js';
import type { RunMark } from '../model/record.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';

export interface EngineOptions {
  /** How many hosts are worked on at a time. */
  readonly forks: number;
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Only what these roles declare. */
  readonly only?: readonly RoleName[];
  readonly connect: ConnectOptions;
  /** Folder of the package: `roles/` and `templates/` are in it. */
  readonly packageRoot: string;
  /** Remove what trueup created if it is no longer declared; of databases, only these. */
  readonly prune?: { readonly databases: readonly string[] };
  /** Identifies the run in the records that it leaves on the hosts it changes; without it, there are none. */
  readonly mark?: RunMark;
  /** Seconds to wait for a host that another run has locked. Defaults to 0. */
  readonly waitSeconds?: number;
  readonly listener: Listener;
  /** Finish the running step of each host, then stop. */
  readonly stop: AbortSignal;
  /** Stop now. */
  readonly abort: AbortSignal;
}

/** Collects the saved plans of all hosts, with the digests that an apply checks. */
export interface PlanDigests {
  /** 64 hex digits, unique to the plan. */
  readonly salt: string;
  /** Called with the plan of each host. */
  keep(plan: SavedHostPlan): void;
}

export interface RunResult {
  readonly ok: boolean;
  readonly outcomes: ReadonlyMap<string, HostOutcome>;
  /** The differences that the first pass found on each host. */
  readonly plans: readonly HostPlan[];
}
