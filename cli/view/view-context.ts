// The context of a run, for views whose readers didn't start it.
import type { Place } from '../../lib/model/fleet.js';
import type { TrueupError } from '../../lib/model/trueup-error.js';

export interface Scene {
  readonly inventory: string;
  /** The pattern of the requested hosts; absent means all. */
  readonly pattern?: string | undefined;
  /** Whether to show text differences; a plan shows them unless this is false, other commands only if it is true. */
  readonly diff: boolean | undefined;
  /** Where the inventory names a host. */
  readonly placeOf: (host: string) => Place | undefined;
  /** The warnings about the inventory. */
  readonly warnings: readonly TrueupError[];
}
