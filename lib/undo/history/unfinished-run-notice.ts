// The notice about a run that was interrupted or is still running.
import type { RunRecord } from '../../model/record.js';

/** A sentence for later runs on the host to report. `now` says what becomes of the pending changes. */
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
