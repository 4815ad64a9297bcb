// A resource type's undo settings, with the defaults for what it leaves out.
import type { Change, Resource, Revert } from '../model/resource.js';
import type { Script } from '../model/script.js';

type Declared = Pick<Resource, 'type' | 'want'>;

/** Paths whose state is kept before a step. */
export function keptPathsOf({ type, want }: Declared): readonly string[] {
  return type.undo?.keeps?.(want) ?? type.paths?.(want) ?? [];
}

/** Paths that a step writes to, kept or not. */
export function placesOf({ type, want }: Declared): readonly string[] {
  return [...new Set([...keptPathsOf({ type, want }), ...(type.paths?.(want) ?? [])])];
}

/** The scripts that restore the earlier state after the kept paths, and sentences about what can't be reverted. */
export function revertOf(
  resource: Declared,
  have: unknown,
  changes: readonly Change[],
): readonly (Script | string)[] {
  const { type, want } = resource;
  const own = type.undo?.revert?.(want, have, changes);
  if (own !== undefined) return isList(own) ? own : [own];
  if (keptPathsOf(resource).length > 0) return [];
  if (!changes.some(({ verb }) => verb === 'create')) return ['its earlier state is not kept'];
  return [type.undo?.remove?.(want) ?? 'its type does not declare how to remove it'];
}

/** Whether reverting these changes could lock the operator out; without changes, whether reloading could. */
export function mayLockOut({ type, want }: Declared, changes: readonly Change[]): boolean {
  return type.undo?.access?.(want, changes) !== undefined;
}

function isList(answer: Revert): answer is readonly (Script | string)[] {
  return Array.isArray(answer);
}
