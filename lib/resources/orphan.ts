// Something that trueup created and that is no longer declared. It is removed by the script that was recorded with it.
import type { Removal, Resource, ResourceType } from '../model/resource.js';
import { rulesSudo } from '../model/access-files.js';
import { join, sh } from '../shell/sh.js';
import { takeAway } from '../undo/ledger/remove-resource.js';
import { accountsAutoRevert } from '../undo/triggers/snapshot-auto-reverts.js';
import { AnswerReader } from './answer-reader.js';
import { defineResource } from './define-resource.js';

export interface OrphanWant extends Removal {
  /** Id of the resource: `file /etc/motd`. */
  readonly resource: string;
  /**
   * Path of the resource's entry in the host's ledger: a line of JSON, followed by the script that removes the
   * resource.
   */
  readonly entry: string;
  readonly paths: readonly string[];
}

function mayKeepOut({ access, paths }: OrphanWant): boolean {
  return access === true || paths.some(rulesSudo);
}

const orphanType: ResourceType<OrphanWant, boolean> = {
  type: 'orphaned',
  schedule: { phase: 'removal' },
  id: ({ resource }) => resource,
  probe: (wants) =>
    join(wants.map(({ entry }) => sh`if [ -e ${entry} ]; then echo there; else echo gone; fi`)),
  read(answer, wants) {
    const reader = new AnswerReader(answer, 'orphaned resources');
    return wants.map(() => reader.line() === 'there');
  },
  diff: ({ resource }, there) => (there ? [{ verb: 'remove', key: resource }] : []),

  apply(want) {
    const { entry } = want;
    // An earlier step may have removed it already.
    const remove = sh`
[ ! -e ${entry} ] || ( set -eu
${takeAway(entry)} )
rm -f -- ${entry}`;
    return mayKeepOut(want) ? join([accountsAutoRevert.arm, remove]) : remove;
  },

  undo: {
    keeps: ({ paths, entry }) => [...paths, entry],
    revert: ({ resource, forGood }) =>
      forGood ? `${resource} was removed; apply the older commit to create it again` : [],
    access: (want) => (mayKeepOut(want) ? accountsAutoRevert.confirmation : undefined),
  },
};

const make = defineResource(orphanType);

/** An entry of the host's ledger that is no longer declared. */
export function orphan(want: OrphanWant): Resource {
  return make(want);
}
