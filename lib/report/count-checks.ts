// Counts the results of checks per host, for the summary of a run.
import type { Event, HostCounts } from '../model/event.js';

type CheckDone = Pick<Extract<Event, { type: 'check.done' }>, 'host' | 'ok' | 'seconds'>;

/** A host without checks has only zeros. `seconds` is the time of its slowest check, because checks run in parallel. */
export function countChecks(
  hosts: readonly string[],
  checks: Iterable<CheckDone>,
): Readonly<Record<string, HostCounts>> {
  const counts = new Map<string, { -readonly [Figure in keyof HostCounts]: HostCounts[Figure] }>(
    hosts.map((host) => [host, { ok: 0, changed: 0, failed: 0, skipped: 0, seconds: 0 }]),
  );
  for (const { host, ok, seconds } of checks) {
    const own = counts.get(host);
    if (!own) continue;
    own[ok ? 'ok' : 'failed'] += 1;
    own.seconds = Math.max(own.seconds, Math.round(seconds * 10) / 10);
  }
  return Object.fromEntries(counts);
}
