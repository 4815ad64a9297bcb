// Cases that become known only while a test runs.
import type { Place } from '../model/fleet.js';

/** The result of one case. */
export interface Tried {
  readonly title: string;
  /** The resource that it is about: `file /etc/motd`. */
  readonly resource?: string;
  /** Where a role declares the resource. */
  readonly place?: Place;
  /** Why the case failed. */
  readonly fault?: unknown;
  /** Why the case could not be tried; it has then neither passed nor failed. */
  readonly untried?: string;
}
