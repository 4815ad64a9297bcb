// Leaves out differences that a role's author has allowed.
import type { Difference } from './host-state.js';

/** The differences, except those at or below one of the paths. */
export function withoutAllowed(
  found: readonly Difference[],
  stays: Readonly<Record<string, string>> = {},
): readonly Difference[] {
  const allowed = Object.keys(stays);
  return found.filter(
    ({ name }) => !allowed.some((path) => name === path || name.startsWith(`${path.replace(/\/$/, '')}/`)),
  );
}
