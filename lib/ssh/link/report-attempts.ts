// Reports attempts to the operator, and pauses that a server imposed.
import type { ConnectOptions } from './connect-options.js';
import type { RetryListener } from './retry-connection.js';

// A shorter pause is over before the notice of it has been read.
const shortestTold = 3;

/** Passes on the reports of retries at one address. */
export function attemptListener(host: string, address: string, options: ConnectOptions): RetryListener {
  return {
    onAttempt(attempt) {
      options.onAttempt?.(attempt, address);
    },
    onPause({ kind, message }, seconds) {
      if ((kind !== 'penalty' && kind !== 'overloaded') || seconds < shortestTold) return;
      options.onNotice?.(`${host}: ${message}; trying again in ${Math.round(seconds)} s`);
    },
  };
}
