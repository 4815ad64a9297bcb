// What a run is about, for views that tell it to who wasn't there.
import type { Place } from '../../lib/model/fleet.js';
import type { TrueupError } from '../../lib/model/trueup-error.js';

export interface Scene {
  readonly inventory: string;
  /** The hosts that were asked for; absent: all. */
  readonly pattern?: string | undefined;
  /** Whether differences of texts are shown; a plan shows them unless this is false, others where it is true. */
  readonly diff: boolean | undefined;
  /** Where the inventory names a host. */
  readonly placeOf: (host: string) => Place | undefined;
  /** What is doubtful about the inventory. */
  readonly warnings: readonly TrueupError[];
}
