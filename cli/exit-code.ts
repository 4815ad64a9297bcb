// How a run's end becomes an exit code.
import type { HostOutcome } from '../lib/model/event.js';

/**
 * 0 fine; 1 a host failed (or was skipped because of one); 4 nothing failed but a host couldn't be reached; 5 nothing
 * worse than a held lock; 130 interrupted.
 */
export function exitCodeOf(outcomes: Iterable<HostOutcome>): number {
  const seen = new Set(outcomes);
  if (seen.has('interrupted')) return 130;
  if (seen.has('failed')) return 1;
  if (seen.has('unreachable')) return 4;
  if (seen.has('locked')) return 5;
  return seen.has('skipped') ? 1 : 0;
}
