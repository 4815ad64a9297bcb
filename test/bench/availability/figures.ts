// Counts what visitors saw: requests, failures by kind, and the longest time in which nobody was served.
import type { Answer } from './answer.js';

export interface Figures {
  readonly requests: number;
  readonly failed: number;
  /** How often each kind of failure came. */
  readonly failures: Readonly<Record<string, number>>;
  readonly resent: number;
  /** From one success to the next, from the load's begin to the first, from the last to its end. */
  readonly longestGapMs: number;
  readonly slowestMs: number;
}

/** Of the answers to one load that ended at `endMs`. */
export function figuresOf(answers: readonly Answer[], endMs: number): Figures {
  const failures: Record<string, number> = {};
  for (const { failure } of answers)
    if (failure !== undefined) failures[failure] = (failures[failure] ?? 0) + 1;
  const good = answers.filter(({ failure }) => failure === undefined);
  return {
    requests: answers.length,
    failed: answers.length - good.length,
    failures,
    resent: answers.filter(({ resent }) => resent).length,
    longestGapMs: longestGap(
      good.map(({ endedMs }) => endedMs),
      endMs,
    ),
    slowestMs: Math.max(0, ...good.map(({ startedMs, endedMs }) => endedMs - startedMs)),
  };
}

function longestGap(successes: readonly number[], endMs: number): number {
  const times = [0, ...[...successes].sort((a, b) => a - b), endMs];
  return times.reduce((longest, time, at) => Math.max(longest, time - (times[at - 1] ?? 0)), 0);
}
