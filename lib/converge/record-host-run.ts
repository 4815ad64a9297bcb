// Records one host's part of a run, and closes records that were still open.
import type { RunRecord } from '../model/record.js';
import type { Script } from '../model/script.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { Recorder } from '../undo/history/recorder.js';
import { closeRecords } from '../undo/history/ask-records.js';
import type { Session } from '../wire/session.js';
import { completedRuns, tellInterrupted } from './complete-interrupted-runs.js';

export class HostRecord {
  readonly #recorder: Recorder | undefined;
  #open: readonly RunRecord[] = [];
  /** Whether our own record is still open after its last step so far, because something was still unknown. */
  #pending = false;

  constructor(
    private readonly host: string,
    private readonly options: EngineOptions,
  ) {
    this.#recorder = options.mark && new Recorder(options.mark);
  }

  /** Takes the records of runs that were interrupted on this host, and reports them. */
  found(open: readonly RunRecord[]): void {
    this.#open = open;
    tellInterrupted(this.host, open, this.options);
  }

  /** Wraps scripts of these steps in their records. `complete` means that there is nothing else to do. */
  around(
    steps: readonly PlannedStep[],
    changes: readonly PlannedStep[],
    complete: boolean,
  ): (step: PlannedStep, script: Script) => Script {
    const last = complete ? changes.at(-1) : undefined;
    return (step, script) => {
      this.#pending = step !== last;
      return this.#recorder?.wrap(step, script, steps, step === last) ?? script;
    };
  }

  /** Called once everything is as declared: nothing that this run or earlier ones left is pending any more. */
  async close(session: Session): Promise<void> {
    const { mark, abort } = this.options;
    if (!mark) return;
    const left = completedRuns(this.#open, this.options);
    const runs = new Set([...left, ...(this.#pending ? [mark.run] : [])]);
    if (runs.size === 0) return;
    const close = closeRecords([...runs], mark.run);
    await session.run([close], { onFailure: 'stop', secondsFor: () => 30, signal: abort });
  }
}
