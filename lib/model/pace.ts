// How much longer a slow host is given for everything: as much as its ansible_timeout is longer than usual.
import type { Connection } from './fleet.js';

/** What says how slow a host is. */
export type HostTimeout = Pick<Connection, 'connectTimeoutSeconds'>;

/** Seconds that a host has to let somebody in where nobody says otherwise. */
export const usualTimeoutSeconds = 10;

/** Seconds that the inventory gives a host to let somebody in. */
export function timeoutOf({ connectTimeoutSeconds = usualTimeoutSeconds }: HostTimeout): number {
  return connectTimeoutSeconds;
}

/** A whole number: 1 for a usual host, 6 for one with `ansible_timeout: 60`. All other limits are this many times as long. */
export function paceOf(host: HostTimeout): number {
  return Math.max(1, Math.ceil(timeoutOf(host) / usualTimeoutSeconds));
}

/** Seconds for a shell to come up, sudo included: a login is fast in comparison. */
export function shellTimeoutOf(host: HostTimeout): number {
  return timeoutOf(host) * 3;
}

/** The advice where time ran out. */
export function slowHostHint(host: HostTimeout): string {
  return `If the host is slow, raise its ansible_timeout (now ${timeoutOf(host)} s); most time limits scale with it.`;
}

/** What was found where an answer was late, with the advice. */
export function tooLate(seconds: number, host: HostTimeout): string {
  return `no answer within ${seconds} s. ${slowHostHint(host)}`;
}
