// The values without further values in them.
import type { Raw, RawScalar, RawSealed } from './raw-value.js';

/** The scalars and sealed values in a value, or the value itself if it is one, in the order written. */
export function leavesOf(written: Raw): readonly (RawScalar | RawSealed)[] {
  switch (written.kind) {
    case 'scalar':
    case 'sealed':
      return [written];
    case 'list':
      return written.items.flatMap(leavesOf);
    case 'map':
      return [...written.entries.values()].flatMap(({ value }) => leavesOf(value));
  }
}
