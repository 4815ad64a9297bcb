// A group of user accounts.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { sh } from '../../shell/sh.js';
import { AnswerReader } from '../answer-reader.js';
import { checkAccountName } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { readGroups } from './read-accounts.js';

export interface GroupWant {
  /** Name of the group. */
  readonly name: string;
  /** Group ID. Defaults to the next free ID; an existing group keeps its ID. */
  readonly gid?: number;
  /** Whether a new group without `gid` gets an ID from the range for system groups. Defaults to false. */
  readonly system?: true;
}

export interface GroupHave {
  /** Absent if the group is missing. */
  readonly gid?: string;
}

const groupType: ResourceType<GroupWant, GroupHave> = {
  type: 'group',
  id: (want) => want.name,

  // getent's status 2: some of the names don't exist. 1 and 3 are failures.
  probe: (wants) => sh`getent group -- ${wants.map((want) => want.name)} || [ $? = 2 ]`,

  read(answer, wants) {
    const groups = readGroups(new AnswerReader(answer, 'groups').rest.split('\n').slice(0, -1));
    return wants.map(({ name }) => {
      const gid = groups.find((group) => group.name === name)?.gid;
      return gid === undefined ? {} : { gid };
    });
  },

  diff({ gid }, have) {
    if (have.gid === undefined) return [{ verb: 'create', key: 'group' }];
    if (gid === undefined || have.gid === String(gid)) return [];
    const change: Change = { verb: 'update', key: 'gid', from: have.gid, to: String(gid) };
    return [change];
  },

  apply({ name, gid, system }, have) {
    const number = gid === undefined ? [] : ['--gid', String(gid)];
    if (have.gid !== undefined) return sh`groupmod ${number} -- ${name}`;
    return sh`groupadd ${[...(system ? ['--system'] : []), ...number]} -- ${name}`;
  },

  undo: {
    removal: { access: true, forGood: true },
    revert: ({ name }, { gid }) => (gid === undefined ? undefined : sh`groupmod --gid ${gid} -- ${name}`),
    // userdel also deletes the group with the name of the user.
    remove: ({ name }) => sh`if getent group ${name} >/dev/null; then groupdel -- ${name}; fi`,
    access: () => 'rollback',
  },
};

const make = defineResource(groupType);

/** The members of the group are declared with `user`. Throws E_INPUT for an invalid name. */
export function group(want: GroupWant): Resource {
  checkAccountName(want.name);
  return make(want);
}
