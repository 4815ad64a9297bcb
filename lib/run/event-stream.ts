// A run as a stream: its events, each kept until somebody reads it, and what came of it.
import type { Event, Listener } from '../model/event.js';

/** A run that has begun. Its events are read once, in one loop or several; leaving a loop early stops the run. */
export interface Run<Result> extends AsyncIterable<Event> {
  /** What came of it; rejects with the TrueupError that ended it. It need not be read. */
  readonly result: Promise<Result>;
  /** Each host finishes its current step, then the run ends: as with one Ctrl-C. */
  stop(): void;
}

/** Begins the work. It tells its events to the listener, and ends soon after `stop` is called. */
export function streamOf<Result>(
  stop: () => void,
  work: (listener: Listener) => Promise<Result>,
): Run<Result> {
  const told: Event[] = [];
  let waiting: (() => void)[] = [];
  let over = false;
  const wake = (): void => {
    for (const one of waiting.splice(0)) one();
  };
  const result = work((event) => {
    told.push(event);
    wake();
  });
  const ended = result.then(
    () => undefined,
    () => undefined,
  );
  void ended.then(() => {
    over = true;
    wake();
  });
  return {
    result,
    stop,
    async *[Symbol.asyncIterator]() {
      let read = false;
      try {
        for (;;) {
          const event = told.shift();
          if (event) yield event;
          else if (over) break;
          else await new Promise<void>((resolve) => (waiting = [...waiting, resolve]));
        }
        read = true;
        // What ended it is thrown when all its events are read.
        await result;
      } finally {
        if (!read) {
          stop();
          await ended;
        }
      }
    },
  };
}
