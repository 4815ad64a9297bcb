// A run as a stream of events, each of which is kept until it is read, and a result.
import type { Event, Listener } from '../model/event.js';

/**
 * A run in progress. Iterate over it to read its events; each event can be read only once. Leaving the loop early stops the
 * run.
 */
export interface Run<Result> extends AsyncIterable<Event> {
  /** Resolves with the result; rejects with the TrueupError that ended the run. You may leave it unused. */
  readonly result: Promise<Result>;
  /** Stops the run: each host finishes its current step, as with one Ctrl-C. */
  stop(): void;
}

/** Starts the work. It passes its events to the listener, and ends soon after `stop` is called. */
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
        // The error that ended the run is thrown only after all events have been read.
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
