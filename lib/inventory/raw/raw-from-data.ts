// Plain data as written values that share one place, for sources that aren't YAML.
import type { Place } from '../../model/fleet.js';
import type { Raw } from './raw-value.js';

/** The data as a written value at the place. */
export function writtenValue(value: unknown, place: Place): Raw {
  if (Array.isArray(value)) {
    return { kind: 'list', place, items: value.map((item) => writtenValue(item, place)) };
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).map(
      ([key, one]) => [key, { place, value: writtenValue(one, place) }] as const,
    );
    return { kind: 'map', place, entries: new Map(entries) };
  }
  const scalar = value as string | number | boolean | null;
  return { kind: 'scalar', place, value: scalar, source: String(scalar ?? '') };
}
