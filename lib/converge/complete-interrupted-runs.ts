// Runs that were cut off on a host: their pending changes show up as differences, which this run applies as its own.
// It reports each of them first, and closes their records at the end.
import type { RunRecord } from '../model/record.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { unfinishedRun } from '../undo/history/unfinished-run-notice.js';

type RunOptions = Pick<EngineOptions, 'listener' | 'mark' | 'only'>;

/** Reports runs that were interrupted, since this run has the lock. After a reboot, its own record is among them. */
export function tellInterrupted(
  host: string,
  open: readonly RunRecord[],
  { listener, mark }: RunOptions,
): void {
  for (const record of open) {
    if (record.mark.run === mark?.run) continue;
    const text = unfinishedRun(
      { ...record, state: 'interrupted' },
      'this run completes its unfinished changes',
    );
    listener({ type: 'notice', host, text });
  }
}

/** The runs whose changes are complete once all is as declared; none if only some roles were applied. */
export function completedRuns(open: readonly RunRecord[], { only }: RunOptions): readonly string[] {
  return only ? [] : open.map((record) => record.mark.run);
}
