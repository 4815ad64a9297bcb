// The declaration of a service.
import type { Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';

/** A stand-in for the unit while it restarts. */
export interface Meanwhile {
  /** Starts the stand-in and exits with 0 once it works. If it fails, the unit isn't restarted. */
  readonly begin: Script;
  /** Stops the stand-in. Run once the unit is up again, with either the new or the old configuration. */
  readonly end: Script;
}

export interface ServiceWant {
  /** Name of the unit: `nginx`, `app.socket`. Without a suffix, it is a service. */
  readonly unit: string;
  /** Whether the unit should be running; if false, it is stopped. */
  readonly running: boolean;
  /**
   * Sockets that may start the unit. If one of them listens, the unit counts as running; if one of them is enabled, the unit
   * counts as enabled. If neither the unit nor any of its sockets is enabled, trueup enables the one that is in use.
   */
  readonly sockets?: readonly string[];
  /** Whether to start the unit at boot; `as it is` leaves this setting unchanged. */
  readonly enabled: boolean | 'as it is';
  /** Checks the configuration on disk. If it fails, the unit is neither restarted nor reloaded. */
  readonly test?: Script;
  /**
   * Checks whether the unit uses the new configuration. Exits with 0 if it does, and with 1 if it may still be loading it;
   * the script is then repeated for up to `loadedSeconds`. Any other status means that the unit runs with a wrong
   * configuration; after ten seconds, this counts as a failure.
   */
  readonly loaded?: Script;
  /** Seconds for which `loaded` is repeated. Defaults to 10. */
  readonly loadedSeconds?: number;
  /** A stand-in that takes over during a restart, so that clients aren't interrupted. */
  readonly meanwhile?: Meanwhile;
  /** Resources whose changes reload the unit. */
  readonly reloadOn?: readonly Resource[];
  /** Resources whose changes restart the unit. */
  readonly restartOn?: readonly Resource[];
  /**
   * Set if a change to the unit could lock the operator out. The change is reverted unless a new connection succeeds.
   */
  readonly lockOut?: true;
  /**
   * Seconds that the unit must stay up to count as started. Defaults to 1, or to 0 for a unit without a process, such as
   * a socket.
   */
  readonly settleSeconds?: number;
  /** Time limit for a start, restart or reload, in seconds, regardless of systemd's own timeouts. Defaults to 300. */
  readonly startSeconds?: number;
}

/** Seconds that the unit may take to start; a database that recovers may take minutes. */
export function startSecondsOf({ startSeconds = 300 }: Pick<ServiceWant, 'startSeconds'>): number {
  return startSeconds;
}

/** All resources whose changes the unit must load. */
export function watchesOf({ reloadOn = [], restartOn = [] }: ServiceWant): readonly Resource[] {
  return [...reloadOn, ...restartOn];
}

/** The paths of these resources. */
export function inputsOf(resources: readonly Resource[] = []): readonly string[] {
  return resources.flatMap(({ type, want }) => type.paths?.(want) ?? []);
}

/** The paths of all resources whose changes the unit must load. */
export function allInputs(want: ServiceWant): readonly string[] {
  return [...new Set(inputsOf(watchesOf(want)))].sort();
}
