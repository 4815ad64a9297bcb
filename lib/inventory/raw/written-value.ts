// Plain data as written values, for sources that aren't YAML: all of it stands at one place.
import type { Place } from '../../model/fleet.js';
import type { Raw, RawMap } from './raw.js';

/** The same data with the place. */
export function writtenValue(value: unknown, place: Place): Raw {
  if (Array.isArray(value)) {
    return { kind: 'list', place, items: value.map((item) => writtenValue(item, place)) };
  }
  if (value !== null && typeof value === 'object') return writtenMap(Object.entries(value), place);
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', place, value: scalar, source: String(scalar ?? '') };
}

/** A mapping of plain data with the place. */
export function writtenMap(entries: Iterable<readonly [string, unknown]>, place: Place): RawMap {
  const written = [...entries].map(
    ([key, value]) => [key, { place, value: writtenValue(value, place) }] as const,
  );
  return { kind: 'map', place, entries: new Map(written) };
}
