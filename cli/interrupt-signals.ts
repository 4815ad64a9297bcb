// Ctrl-C once: finish the running steps, then stop. Twice: stop immediately.
import { errorCodes } from '../lib/model/error-codes.js';
import { TrueupError } from '../lib/model/trueup-error.js';

export interface Interruption {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
  /** Removes the signal handlers. */
  readonly release: () => void;
}

/** Maximum duration of an immediate stop; then the process exits, even if something hangs. */
const lastResortSeconds = 10;

/** The reason for both signals: whatever they end fails with this error. */
const reason = new TrueupError('E_INTERRUPTED', 'interrupted by the operator');

/** SIGHUP is included because what runs on the hosts should end cleanly even if the terminal is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Handles the signals; `say` receives a message for the operator. A third signal ends the process. */
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
