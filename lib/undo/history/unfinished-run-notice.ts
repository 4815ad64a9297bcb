// What is said of runs that didn't come to their end.
import type { RunRecord } from '../../model/record.js';

/** A sentence for whoever comes to the host after it. `now` says what becomes of what is pending. */
export function unfinishedRun({ mark, steps, state }: RunRecord, now: string): string {
  const at = steps.at(-1);
  const where =
    at === undefined
      ? 'before its first step'
      : at.state === 'done'
        ? `after ${at.resource}`
        : `at ${at.resource}`;
  const who = `${mark.command} ${mark.run} by ${mark.by}`;
  if (state === 'running') return `${who} is still running here, now ${where}`;
  return `${who} was interrupted ${where}; ${now}`;
}
