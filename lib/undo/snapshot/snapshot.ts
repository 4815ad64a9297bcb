// What is kept of a part of a host, and put back.
import type { Script } from '../../model/script.js';
import { join } from '../../shell/sh.js';

export interface Snapshot {
  /** Keeps what is there now, in the folder. */
  readonly keep: (folder: string) => Script;
  /** Puts back what is kept there, long after, without the session that kept it. */
  readonly putBack: (folder: string) => Script;
}

/** All of them in one folder; the last one kept is put back first. */
export function allOf(...snapshots: readonly Snapshot[]): Snapshot {
  return {
    keep: (folder) => join(snapshots.map((one) => one.keep(folder))),
    putBack: (folder) => join(snapshots.toReversed().map((one) => one.putBack(folder))),
  };
}
