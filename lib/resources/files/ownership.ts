// Owner, group and mode: what differs.
import type { Change } from '../../model/resource.js';
import { isAccount, type Present } from './path-state.js';

export interface Ownership {
  /** Name or number; `root` where absent. */
  readonly owner?: string;
  /** Name or number; `root` where absent. */
  readonly group?: string;
  /** Four octal digits. */
  readonly mode?: string;
}

export type OwnershipKey = 'owner' | 'group' | 'mode';

/** What differs between declared and found owner, group and mode. */
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
