// The value with the highest precedence for each of a host's variables.
import type { RoleName } from '../../model/role-name-and-vars.js';
import type { Raw, RawEntry } from '../raw/raw-value.js';
import type { Origins } from './precedence.js';
import { entryOf, type RoleKeys } from './role-keys.js';

export interface InForce {
  readonly single: ReadonlyMap<string, RawEntry>;
  /** A role's keys, put back into its mapping. */
  readonly mappings: ReadonlyMap<RoleName, ReadonlyMap<string, RawEntry>>;
}

/** For each variable, the value with the highest precedence on a host. */
export function inForce(origins: Origins, keys: RoleKeys): InForce {
  const single = new Map<string, RawEntry>();
  const mappings = new Map<RoleName, Map<string, RawEntry>>();
  for (const [name, offers] of origins) {
    const winner = offers.at(-1);
    const dot = name.indexOf('.');
    const role = dot > 0 ? name.slice(0, dot) : name;
    if (!winner) continue;
    if (!keys.isRole(role)) single.set(name, winner);
    else if (dot > 0) {
      const mapping = mappings.get(role) ?? new Map<string, RawEntry>();
      const [key, entry] = entryOf(keys, role, name.slice(dot + 1));
      mappings.set(
        role,
        mapping.set(key, entry === undefined ? winner : within(mapping.get(key), entry, winner)),
      );
    }
  }
  return { single, mappings };
}

/** The merged variable with one more entry. A value that isn't a mapping is reported elsewhere, and left out here. */
function within(merged: RawEntry | undefined, name: string, { place, value, doubt }: RawEntry): RawEntry {
  const entries = merged?.value.kind === 'map' ? merged.value.entries : new Map<string, RawEntry>();
  const entry = { place, value, ...(doubt && { doubt }) };
  return { place, value: { kind: 'map', place, entries: new Map(entries).set(name, entry) } };
}

/** The same as one table, in which templates look up names. */
export function valuesOf({ single, mappings }: InForce): ReadonlyMap<string, Raw> {
  const place = { file: '', line: 1, column: 1 };
  return new Map<string, Raw>([
    ...[...single].map(([name, { value }]) => [name, value] as const),
    ...[...mappings].map(([role, entries]) => [role, { kind: 'map', place, entries }] as const),
  ]);
}
