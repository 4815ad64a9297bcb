// How a batch of scripts is to be run, and who is told of its progress.
import type { Answer } from '../model/script.js';
import type { OnFailure } from './batch.js';

export interface RunOptions {
  readonly onFailure: OnFailure;
  /** Seconds the snippet may take on a usual host; a slow one is given more (`paceOf`). */
  secondsFor(index: number): number;
  /** Seconds the running snippet may go on should the connection be lost; absent: it is ended. */
  readonly secondsAlone?: number;
  /** What the snippet is about, for whoever finds the host locked. */
  readonly nameOf?: (index: number) => string;
  onBegin?(index: number): void;
  /** The running snippet says what it waits for, in one line. Without this a host that says so is not believed. */
  onNotice?(index: number, text: string): void;
  onAnswer?(index: number, answer: Answer): void;
  readonly signal: AbortSignal;
}
