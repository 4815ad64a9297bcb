// Cases that are only known while they are tried.
import type { Place } from '../model/fleet.js';

/** What became of one case. */
export interface Tried {
  readonly title: string;
  /** The resource that it is about: `file /etc/motd`. */
  readonly resource?: string;
  /** Where a role declares that. */
  readonly place?: Place;
  /** Why it doesn't hold. */
  readonly fault?: unknown;
  /** Why it could not be tried: neither good nor bad. */
  readonly untried?: string;
}
