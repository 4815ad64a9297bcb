// A limit on how long something may take, that leaves no timer behind.
import { whenAborted } from '../../model/when-aborted.js';

/** The clock of a limit: it begins again with each step, and stands still while a person is asked. */
export interface Clock {
  /** From now on so many seconds. */
  restart(seconds: number): void;
  /** Time for people doesn't count. */
  paused<Result>(ask: () => Promise<Result>): Promise<Result>;
}

/** Runs `act` with a signal that ends with the outer one, or after so many seconds with `late()` as its reason. */
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
