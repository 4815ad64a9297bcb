// Owner, group and mode: what differs.
import type { Change } from '../../model/resource.js';
import { isAccount, type Present } from './path-state.js';

export interface Ownership {
  /** Owner: a name or numeric ID. Defaults to `root`. */
  readonly owner?: string;
  /** Group: a name or numeric ID. Defaults to `root`. */
  readonly group?: string;
  /** Permissions: four octal digits. Defaults to `0755` for a directory and `0644` for a file. */
  readonly mode?: string;
}

export type OwnershipKey = 'owner' | 'group' | 'mode';

/** The differences between the declared and the current owner, group and mode. */
export function ownershipChanges(
  want: Ownership,
  have: Present,
  defaultMode: string,
): readonly Change<OwnershipKey>[] {
  const { owner = 'root', group = 'root', mode = defaultMode } = want;
  const changes: Change<OwnershipKey>[] = [];
  if (!isAccount(owner, have.owner))
    changes.push({ verb: 'update', key: 'owner', from: have.owner.name, to: owner });
  if (!isAccount(group, have.group))
    changes.push({ verb: 'update', key: 'group', from: have.group.name, to: group });
  if (mode !== have.mode) changes.push({ verb: 'update', key: 'mode', from: have.mode, to: mode });
  return changes;
}
