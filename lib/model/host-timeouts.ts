// Timeouts of slow hosts, which are multiplied by the ratio of ansible_timeout to the default.
import type { Connection } from './fleet.js';

/** The part of a connection that sets a host's timeouts. */
export type HostTimeout = Pick<Connection, 'connectTimeoutSeconds'>;

/** Default seconds to wait for a connection. */
export const usualTimeoutSeconds = 10;

/** Seconds to wait for a connection to the host. */
export function timeoutOf({ connectTimeoutSeconds = usualTimeoutSeconds }: HostTimeout): number {
  return connectTimeoutSeconds;
}

/** The factor by which all other timeouts are multiplied, an integer: 1 by default, 6 for a host with `ansible_timeout: 60`. */
export function paceOf(host: HostTimeout): number {
  return Math.max(1, Math.ceil(timeoutOf(host) / usualTimeoutSeconds));
}

/** Seconds to wait for a shell to start, including sudo; a login is fast in comparison. */
export function shellTimeoutOf(host: HostTimeout): number {
  return timeoutOf(host) * 3;
}

/** The hint for a timeout. */
export function slowHostHint(host: HostTimeout): string {
  return `If the host is slow, raise its ansible_timeout (now ${timeoutOf(host)} s); most time limits scale with it.`;
}

/** The finding for an answer that didn't arrive in time, with the hint. */
export function tooLate(seconds: number, host: HostTimeout): string {
  return `no answer within ${seconds} s. ${slowHostHint(host)}`;
}
