// How much longer than the network a login may take.
import type { Target } from './target.js';

/** A login waits for PAM, the DNS, a directory, a person's agent: each answer may take so many times the connect timeout. */
export const loginTimeoutFactor = 6;

/** Seconds until the host itself says something: the logins to all jump servers are done by then. */
export function greetingSecondsOf({ connectTimeoutSeconds, hops }: Target): number {
  return connectTimeoutSeconds * (1 + hops.length * (1 + loginTimeoutFactor));
}
