// A snapshot of a part of a host: how its state is kept and put back.
import type { Script } from '../../model/script.js';
import { join } from '../../shell/sh.js';

export interface Snapshot {
  /** Keeps the current state in the folder. */
  readonly keep: (folder: string) => Script;
  /** Puts back what is kept there, possibly long after, and without the session that kept it. */
  readonly putBack: (folder: string) => Script;
}

/** Combines snapshots in one folder; the last one kept is put back first. */
export function allOf(...snapshots: readonly Snapshot[]): Snapshot {
  return {
    keep: (folder) => join(snapshots.map((one) => one.keep(folder))),
    putBack: (folder) => join(snapshots.toReversed().map((one) => one.putBack(folder))),
  };
}
