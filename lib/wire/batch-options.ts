// How a batch of scripts is run, and the callbacks for its progress.
import type { Answer } from '../model/script.js';
import type { OnFailure } from './batch.js';

export interface RunOptions {
  readonly onFailure: OnFailure;
  /** Seconds that the snippet may take on a host of normal speed; a slow host gets more (`paceOf`). */
  secondsFor(index: number): number;
  /** Seconds that the running snippet may continue if the connection is lost; if absent, it is ended. */
  readonly secondsAlone?: number;
  /** Names what the snippet is about, for another run that finds the host locked. */
  readonly nameOf?: (index: number) => string;
  onBegin?(index: number): void;
  /** Called with what the running snippet waits for, in one line. If absent, a notice is a protocol error. */
  onNotice?(index: number, text: string): void;
  onAnswer?(index: number, answer: Answer): void;
  readonly signal: AbortSignal;
}
