// Ctrl-C once: finish the running step and stop. Twice: now.

export interface Interruption {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Gives the signals back to the process. */
  release(): void;
}

/** Takes SIGINT and SIGTERM; `say` gets a line for a person. */
export function interruption(say: (text: string) => void): Interruption {
  const stop = new AbortController();
  const abort = new AbortController();
  const onSignal = (): void => {
    if (stop.signal.aborted) {
      say('Stopping now.');
      abort.abort();
    } else {
      say('Stopping after the running step of each host. Once more: now.');
      stop.abort();
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
