// How much longer than the network a login may take.
import type { Target } from './target.js';

/** A login waits for PAM, DNS, a directory, a person's agent: each answer may take this many connect timeouts. */
export const loginTimeoutFactor = 6;

/** Seconds until the host itself must send its greeting: by then the logins to all jump servers are done. */
export function greetingSecondsOf({ connectTimeoutSeconds, hops }: Target): number {
  return connectTimeoutSeconds * (1 + hops.length * (1 + loginTimeoutFactor));
}
