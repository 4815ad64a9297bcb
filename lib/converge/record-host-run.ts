// What one host's run writes down, and which records it closes.
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
  /** Our own record doesn't end with the last step that was written down: something was still unknown. */
  #pending = false;

  constructor(
    private readonly host: string,
    private readonly options: EngineOptions,
  ) {
    this.#recorder = options.mark && new Recorder(options.mark);
  }

  /** The records of runs that were cut off on this host. */
  found(open: readonly RunRecord[]): void {
    this.#open = open;
    tellInterrupted(this.host, open, this.options);
  }

  /** Puts records around the scripts of these steps; `complete`: nothing but them is to be done. */
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

  /** All is proven to be as declared: nothing that earlier runs left is pending any more, or this one. */
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
