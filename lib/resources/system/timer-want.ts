// The declaration of a timer.
import type { Secret } from '../../model/secret.js';

export interface TimerWant {
  /** Base name of the units: `backup` creates backup.timer and, with `command`, backup.service. */
  readonly name: string;
  /** A single command line that the service runs with /bin/sh. Exactly one of `command` and `unit` is required. */
  readonly command?: string;
  /** An existing unit to start: `backup.service`. */
  readonly unit?: string;
  /** Calendar events, as in systemd.time(7): `daily`, `Mon..Fri 07:30`, `*-*-01 04:00`. */
  readonly onCalendar?: string | readonly string[];
  /** Time after boot, as in systemd.time(7): `10min`. If this time has already passed, the job starts immediately. */
  readonly onBootSec?: string;
  /** Time after the last start, as in systemd.time(7). */
  readonly onUnitActiveSec?: string;
  /** Whether to run the job after boot if the host was off at the scheduled time. Defaults to false. */
  readonly persistent?: boolean;
  /** Maximum random delay, as in systemd.time(7), so that the job doesn't start on all hosts at the same time. */
  readonly randomizedDelaySec?: string;
  /** Maximum delay that systemd may add in order to group wake-ups. Defaults to one minute, which is systemd's default. */
  readonly accuracySec?: string;
  /** Description of the units. Defaults to `name`. */
  readonly description?: string;
  /** User that runs the command. Defaults to `root`. */
  readonly user?: string;
  /** Absolute path of the working directory of the command. */
  readonly workingDirectory?: string;
  /** Environment variables of the command. Secrets are kept in a file that only root can read. */
  readonly environment?: Readonly<Record<string, string | Secret>>;
}
