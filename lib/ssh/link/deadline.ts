// A time limit that leaves no timer behind.
import { whenAborted } from '../../model/when-aborted.js';

/** The clock of a time limit: it is restarted with each step, and paused while a person is asked. */
export interface Clock {
  /** Allows this many seconds from now on. */
  restart(seconds: number): void;
  /** Time that a person takes to answer doesn't count. */
  paused<Result>(ask: () => Promise<Result>): Promise<Result>;
}

/** Runs `act` with a signal that aborts with the outer one, or after `seconds` with `late()` as its reason. */
export async function withDeadline<Result>(
  seconds: number,
  outer: AbortSignal,
  late: () => Error,
  act: (signal: AbortSignal, clock: Clock) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  if (outer.aborted) controller.abort(outer.reason);
  const listenNoMore = whenAborted(outer, () => {
    controller.abort(outer.reason);
  });
  let timer: NodeJS.Timeout | undefined;
  let limit = seconds;
  let pauses = 0;
  const restart = (next: number): void => {
    limit = next;
    clearTimeout(timer);
    if (pauses > 0) return;
    timer = setTimeout(() => {
      controller.abort(late());
    }, limit * 1000);
  };
  const paused: Clock['paused'] = async (ask) => {
    pauses++;
    clearTimeout(timer);
    try {
      return await ask();
    } finally {
      pauses--;
      restart(limit);
    }
  };
  restart(seconds);
  try {
    return await act(controller.signal, { restart, paused });
  } finally {
    pauses = Infinity;
    clearTimeout(timer);
    listenNoMore();
  }
}
