// What a run is given from outside.
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
  /** Remove what trueup created and what is no longer declared; of databases, only these. */
  readonly prune?: { readonly databases: readonly string[] };
  /** What the records say that a run leaves on the hosts it changes; without it none are left. */
  readonly mark?: RunMark;
  /** Seconds to wait for a host that another run holds. Defaults to 0. */
  readonly waitSeconds?: number;
  readonly listener: Listener;
  /** Finish the running step of each host, then stop. */
  readonly stop: AbortSignal;
  /** Stop now. */
  readonly abort: AbortSignal;
}

/** Takes what an apply compares a saved plan with. */
export interface PlanDigests {
  /** 64 hex digits that no other plan has. */
  readonly salt: string;
  /** Takes the plan of each host. */
  keep(plan: SavedHostPlan): void;
}

export interface RunResult {
  readonly ok: boolean;
  readonly outcomes: ReadonlyMap<string, HostOutcome>;
  /** What each host was found to differ in, first pass. */
  readonly plans: readonly HostPlan[];
}
