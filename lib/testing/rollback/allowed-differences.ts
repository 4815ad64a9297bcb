// What a role's author may have allowed to differ, taken away from the differences.
import type { Difference } from './host-state.js';

/** Without what is at, or below, one of the paths. */
export function withoutAllowed(
  found: readonly Difference[],
  stays: Readonly<Record<string, string>> = {},
): readonly Difference[] {
  const allowed = Object.keys(stays);
  return found.filter(
    ({ name }) => !allowed.some((path) => name === path || name.startsWith(`${path.replace(/\/$/, '')}/`)),
  );
}
