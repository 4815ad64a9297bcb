// A user account with a locked password.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { accountsAutoRevert } from '../../undo/triggers/snapshot-auto-reverts.js';
import { AnswerReader } from '../answer-reader.js';
import { checkAccountName, checkField, checkPath } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import { readGroups, readUsers, type UserEntry } from './read-accounts.js';

/** Attributes that are left out keep their current values; a new user gets the defaults of useradd(8). */
export interface UserWant {
  /** Login name. It can't be `root`. */
  readonly name: string;
  /** User ID. Defaults to the next free ID; an existing user keeps its ID. */
  readonly uid?: number;
  /**
   * Whether a new user becomes a system user, with an ID from the range for system users, no home directory, and no login
   * shell unless `shell` is set. Defaults to false.
   */
  readonly system?: true;
  /** Name of the primary group. A new user gets a group with the user's name, which is created if it is missing. */
  readonly group?: string;
  /** All supplementary groups; the user is removed from any other group. */
  readonly groups?: readonly string[];
  /** Absolute path of the home directory. */
  readonly home?: string;
  /** Absolute path of the login shell. */
  readonly shell?: string;
  /** Comment field of passwd(5), usually the full name. */
  readonly comment?: string;
}

export interface UserHave {
  /** Absent if the user is missing. */
  readonly entry?: UserEntry;
  /** Name of the primary group, or its number. */
  readonly group: string;
  readonly groups: readonly string[];
  /** Whether the account has a usable password. */
  readonly password: boolean;
}

type Key = 'user' | 'uid' | 'group' | 'groups' | 'home' | 'shell' | 'comment' | 'password';

const userType: ResourceType<UserWant, UserHave, Key> = {
  type: 'user',
  id: (want) => want.name,

  // getent's status 2: some of the names don't exist. 1 and 3 are failures. Only the first character of a password is
  // read, on the host: `!` and `*` lock it, shadow(5).
  probe(wants) {
    const names = wants.map((want) => want.name);
    return sh`
getent passwd -- ${names} || [ $? = 2 ]
echo --
getent group
echo --
shadow=$(getent shadow -- ${names}) || [ $? = 2 ]
printf '%s\n' "$shadow" | while IFS=: read -r name password _; do
  case $password in '!'* | '*'*) ;; *) printf '%s\n' "$name" ;; esac
done`;
  },

  read(answer, wants) {
    const reader = new AnswerReader(answer, 'users');
    const entries = readUsers(reader.linesUpTo('--'));
    const allGroups = readGroups(reader.linesUpTo('--'));
    const open = reader.rest.split('\n');
    return wants.map(({ name }) => {
      const entry = entries.find((user) => user.name === name);
      const primary = allGroups.find((group) => group.gid === entry?.gid);
      return {
        ...(entry ? { entry } : {}),
        group: primary?.name ?? entry?.gid ?? '',
        groups: allGroups.filter((group) => group.members.includes(name)).map((group) => group.name),
        password: open.includes(name),
      };
    });
  },

  diff(want, { entry, group, groups, password }) {
    if (!entry) return [{ verb: 'create', key: 'user' }];
    const pairs: readonly (readonly [Key, string, string | undefined])[] = [
      ['uid', entry.uid, want.uid?.toString()],
      ['group', group, want.group],
      ['groups', [...groups].sort().join(', '), want.groups && [...new Set(want.groups)].sort().join(', ')],
      ['home', entry.home, want.home],
      ['shell', entry.shell, want.shell],
      ['comment', entry.comment, want.comment],
      ['password', password ? 'usable' : 'locked', 'locked'],
    ];
    return pairs.flatMap(([key, from, to]): Change<Key>[] =>
      to === undefined || from === to ? [] : [{ verb: 'update', key, from, to }],
    );
  },

  apply(want, { entry }, changes) {
    const { name, system } = want;
    if (!entry) {
      const shell = want.shell ?? (system ? '/usr/sbin/nologin' : undefined);
      const home = want.home ?? (system ? '/nonexistent' : undefined);
      const kind = system ? ['--system', '--no-create-home'] : ['--create-home'];
      const flags = flagsOf({ ...want, ...(shell ? { shell } : {}), ...(home ? { home } : {}) });
      return sh`
set -- ${[...kind, ...flags]}
${want.group === undefined ? ownGroup(name) : sh``}
useradd "$@" -- ${name}`;
    }
    const changed = new Set<string>(changes.map(({ key }) => key));
    const differing = Object.fromEntries(
      Object.entries(want).filter(([attribute]) => changed.has(attribute)),
    ) as Partial<UserWant>;
    const lock = changed.has('password') ? ['--lock'] : [];
    // usermod(8) won't change the home of a user who has running processes, unless it is given a --prefix.
    const root = changed.has('home') && !changed.has('uid') ? ['--prefix', '/.'] : [];
    const change = sh`usermod ${[...root, ...flagsOf(differing), ...lock]} -- ${name}`;
    return changes.some(narrows) ? join([accountsAutoRevert.arm, change]) : change;
  },

  undo: {
    removal: { access: true, forGood: true },
    revert({ name }, { entry, groups, password }, changes) {
      if (!entry) return undefined;
      const { uid, gid, home, shell, comment } = entry;
      const flags = flagsOf({ uid: Number(uid), group: gid, groups, home, shell, comment });
      const unlock = password && changes.some(({ key }) => key === 'password') ? ['--unlock'] : [];
      return sh`usermod ${[...flags, ...unlock]} -- ${name}`;
    },
    // The home directory is kept: its files belong to the user.
    remove: ({ name }) => sh`if getent passwd ${name} >/dev/null; then userdel -- ${name}; fi`,
    access: (_want, changes) => (changes.some(narrows) ? accountsAutoRevert.confirmation : 'rollback'),
  },
};

/** Such a change may lock out whoever logs in as this user, or becomes root through one of its groups. */
function narrows({ verb, key }: Change<Key>): boolean {
  return verb === 'update' && key !== 'comment';
}

/** A group with the user's name, created if it doesn't exist. */
function ownGroup(name: string): Script {
  return sh`if getent group -- ${name} >/dev/null; then set -- "$@" --gid ${name}; else set -- "$@" --user-group; fi`;
}

/** Flags that useradd(8) and usermod(8) share. */
function flagsOf(want: Partial<UserWant>): readonly string[] {
  const { uid, group, groups, home, shell, comment } = want;
  return [
    ...(uid === undefined ? [] : ['--uid', String(uid)]),
    ...(group === undefined ? [] : ['--gid', group]),
    ...(groups === undefined ? [] : ['--groups', groups.join(',')]),
    ...(home === undefined ? [] : ['-d', home]),
    ...(shell === undefined ? [] : ['--shell', shell]),
    ...(comment === undefined ? [] : ['--comment', comment]),
  ];
}

const make = defineResource(userType);

/**
 * The user can log in only with an SSH key. If an existing user has a different ID, the plan shows the change. Throws
 * E_INPUT for values that are invalid in passwd(5).
 */
export function user(want: UserWant): Resource {
  for (const name of [want.name, ...(want.group === undefined ? [] : [want.group]), ...(want.groups ?? [])]) {
    checkAccountName(name);
  }
  for (const path of [want.home, want.shell]) if (path !== undefined) checkPath(path);
  for (const field of [want.home, want.shell, want.comment]) checkField(field);
  if (want.name === 'root')
    throw new TrueupError('E_INPUT', 'user root is managed by the system, not by trueup');
  return make(want);
}
