// The variables of a file that is encrypted as a whole: all are secrets, except for addresses, ports and users.
import type { RawMap } from '../raw/raw-value.js';
import { secretly } from '../raw/mark-raw-value.js';
import { isShown } from './connection-schema.js';

/** The same variables; addresses, ports and users stay as they are, because trueup shows them anyway. */
export function secretVars(vars: RawMap): RawMap {
  const entries = [...vars.entries].map(
    ([name, entry]) => [name, isShown(name) ? entry : { ...entry, value: secretly(entry.value) }] as const,
  );
  return { ...vars, entries: new Map(entries) };
}
