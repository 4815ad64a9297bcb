// A limit on how long something may take, that leaves no timer behind.
import { whenAborted } from '../../model/when-aborted.js';

/** Runs `act` with a signal that ends with the outer one, or after so many seconds with `late()` as its reason. */
export async function withDeadline<Result>(
  seconds: number,
  outer: AbortSignal,
  late: () => Error,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  if (outer.aborted) controller.abort(outer.reason);
  const listenNoMore = whenAborted(outer, () => {
    controller.abort(outer.reason);
  });
  const timer = setTimeout(() => {
    controller.abort(late());
  }, seconds * 1000);
  try {
    return await act(controller.signal);
  } finally {
    clearTimeout(timer);
    listenNoMore();
  }
}
