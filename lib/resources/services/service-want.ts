// What a role says about a unit.
import type { Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';

/** What takes over the unit's work while it restarts. */
export interface Meanwhile {
  /** Exits with 0 once it works; where it fails, the unit goes on as it is. */
  readonly begin: Script;
  /** Run when the unit is up again, whether with what is new or with what it had. */
  readonly end: Script;
}

export interface ServiceWant {
  /** `nginx`, `app.socket`; without a suffix it is a service. */
  readonly unit: string;
  readonly running: boolean;
  /**
   * Sockets that may start it: where one of them listens, or starts at boot, that is as good as if the unit did, and what
   * starts at boot stays as it is. Where nothing does, what is used now will.
   */
  readonly sockets?: readonly string[];
  /** Whether it starts at boot; `as it is` leaves that to the host (a unit that a socket starts, or not). */
  readonly enabled: boolean | 'as it is';
  /** Judges the configuration on disk; the unit is left as it runs when this fails. */
  readonly test?: Script;
  /**
   * Exits with 0 once the unit works with the configuration it was told to load, with 1 where it may still come to that:
   * it is asked again for `loadedSeconds`. With any other status it works, but wrongly: it has ten seconds to get over it.
   */
  readonly loaded?: Script;
  /** 10 where absent. */
  readonly loadedSeconds?: number;
  /** Where a restart must interrupt nobody. */
  readonly meanwhile?: Meanwhile;
  readonly reloadOn?: readonly Resource[];
  readonly restartOn?: readonly Resource[];
  /** A change of it may keep the operator out: it is undone unless a new connection gets in. */
  readonly lockOut?: true;
  /** How long the unit must stay up to count as started; where absent 1, and 0 where what was started runs no process (a socket). */
  readonly settleSeconds?: number;
  /** How long it may take to start, restart or reload, whatever systemd would allow; 300 where absent. */
  readonly startSeconds?: number;
}

/** How long the unit may take to start; a database that recovers may take minutes. */
export function startSecondsOf({ startSeconds = 300 }: Pick<ServiceWant, 'startSeconds'>): number {
  return startSeconds;
}

/** All that the unit must take up. */
export function watchesOf({ reloadOn = [], restartOn = [] }: ServiceWant): readonly Resource[] {
  return [...reloadOn, ...restartOn];
}

/** Paths that stand for these resources. */
export function inputsOf(resources: readonly Resource[] = []): readonly string[] {
  return resources.flatMap(({ type, want }) => type.paths?.(want) ?? []);
}

/** Paths that stand for all that the unit must take up. */
export function allInputs(want: ServiceWant): readonly string[] {
  return [...new Set(inputsOf(watchesOf(want)))].sort();
}
