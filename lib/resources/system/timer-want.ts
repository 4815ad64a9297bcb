// What is declared of a timer.
import type { Secret } from '../../model/secret.js';

export interface TimerWant {
  /** Of its units: `backup` is backup.timer, and backup.service with `command`. */
  readonly name: string;
  /** What the service runs: one line as /bin/sh takes it. */
  readonly command?: string;
  /** Instead of a command: a unit that is there, which is started: `backup.service`. */
  readonly unit?: string;
  /** When: `daily`, `Mon..Fri 07:30`, `*-*-01 04:00`; systemd.time(7). */
  readonly onCalendar?: string | readonly string[];
  /** How long after the boot: `10min`; systemd.time(7). Where the host is up for longer, it is started at once. */
  readonly onBootSec?: string;
  /** How long after the last start. */
  readonly onUnitActiveSec?: string;
  /** What was missed while the host was off is made up for; defaults to false. */
  readonly persistent?: boolean;
  /** Each start is late by up to that: hosts don't start at once. */
  readonly randomizedDelaySec?: string;
  /** systemd starts it up to that late; its default is one minute. */
  readonly accuracySec?: string;
  /** Of the units; defaults to the name. */
  readonly description?: string;
  /** Who runs the command; defaults to root. */
  readonly user?: string;
  readonly workingDirectory?: string;
  /** Of the command. A secret lies in a file that only root may read. */
  readonly environment?: Readonly<Record<string, string | Secret>>;
}
