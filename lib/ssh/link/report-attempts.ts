// Tells the operator of attempts, and of pauses that a server imposed.
import type { ConnectOptions } from './connect-options.js';
import type { RetryListener } from './retry-connection.js';

// A shorter pause is over before anybody has read of it.
const shortestTold = 3;

/** Passes on what retries at one address tell. */
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
