// Ctrl-C once: finish the running step and stop. Twice: now.
import { errorCodes } from '../lib/model/error-codes.js';
import { TrueupError } from '../lib/model/trueup-error.js';

export interface Interruption {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Gives the signals back to the process. */
  readonly release: () => void;
}

/** What stopping takes at most, before the process ends whatever hangs. */
const lastResortSeconds = 10;

/** The reason of both signals: whatever they end has met this. */
const reason = new TrueupError('E_INTERRUPTED', 'interrupted by the operator');

/** SIGHUP: the terminal is gone, and what runs on the hosts should still come to a clean end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Takes the signals; `say` gets a line for a person. A third one ends the process. */
export function interruption(say: (text: string) => void): Interruption {
  const stop = new AbortController();
  const abort = new AbortController();
  let lastResort: NodeJS.Timeout | undefined;
  const leave = (): void => process.exit(errorCodes.E_INTERRUPTED.exit);
  const onSignal = (): void => {
    if (abort.signal.aborted) leave();
    else if (stop.signal.aborted) {
      lastResort = setTimeout(leave, lastResortSeconds * 1000).unref();
      say('Stopping immediately.');
      abort.abort(reason);
    } else {
      say('Stopping: each host finishes its current step. Press Ctrl-C again to stop immediately.');
      stop.abort(reason);
    }
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    abort: abort.signal,
    release() {
      clearTimeout(lastResort);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
