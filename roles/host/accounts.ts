// Groups, users with their keys, and what they may do with sudo.
import { authorizedKey, group, sudoRule, Type, user, type Resource, type Static } from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { accountName, nameKey, oneLine, path } from './shared-schemas.js';

const groupEntry = Type.Object(
  {
    gid: Type.Optional(Type.Integer({ minimum: 1, description: 'Numeric ID. Defaults to a free one.' })),
    system: Type.Boolean({
      default: false,
      description: 'Whether a new group gets an ID from the system range.',
    }),
  },
  { additionalProperties: false },
);

const userEntry = Type.Object(
  {
    uid: Type.Optional(Type.Integer({ minimum: 1, description: 'Numeric ID. Defaults to a free one.' })),
    system: Type.Boolean({
      default: false,
      description:
        'Whether a new user becomes a system user, with an ID from the system range, no home folder and no login shell.',
    }),
    group: Type.Optional(accountName("Primary group. Defaults to a group with the user's name.")),
    groups: Type.Optional(
      Type.Array(accountName('A group.'), {
        uniqueItems: true,
        description:
          'Supplementary groups; memberships in other groups are removed. If unset, memberships are not changed.',
      }),
    ),
    home: Type.Optional(path('Home folder. Defaults to /home/NAME.')),
    shell: Type.Optional(path("Login shell. Defaults to the distribution's default shell.")),
    comment: Type.Optional(oneLine("The user's full name, or the purpose of the account.")),
    keys: Type.Array(Type.String(), {
      default: [],
      description:
        'SSH public keys with which the user can log in, each as one line of authorized_keys(5). Other keys are left unchanged.',
    }),
  },
  { additionalProperties: false },
);

const sudoEntry = Type.Object(
  {
    user: Type.Optional(accountName("User who may run the commands. Can't be combined with `group`.")),
    group: Type.Optional(
      accountName("Group whose members may run the commands. Can't be combined with `user`."),
    ),
    commands: Type.Array(oneLine('`ALL`, or a command with its absolute path.'), {
      minItems: 1,
      description: '`ALL`, or commands with absolute paths, as in sudoers(5).',
    }),
    nopasswd: Type.Boolean({
      default: false,
      description: 'Whether sudo runs the commands without asking for a password.',
    }),
    runas: Type.Optional(
      oneLine(
        'User or group to run the commands as: a user, `user:group`, `:group` or `ALL`. Defaults to root.',
      ),
    ),
  },
  { additionalProperties: false },
);

/** The variables with which an inventory declares accounts. */
export const accountVars = {
  groups: Type.Optional(section(nameKey, groupEntry, 'Groups, by name.')),
  users: Type.Optional(
    section(
      nameKey,
      userEntry,
      'Users, by name. Their passwords are locked, so they can log in only with keys.',
    ),
  ),
  sudo: Type.Optional(
    section(nameKey, sudoEntry, 'Sudo rules, by file name in /etc/sudoers.d. Each is validated with visudo.'),
  ),
};

interface AccountVars {
  readonly groups?: Readonly<Record<string, Static<typeof groupEntry>>>;
  readonly users?: Readonly<Record<string, Static<typeof userEntry>>>;
  readonly sudo?: Readonly<Record<string, Static<typeof sudoEntry>>>;
}

/** The groups, then the users with their keys, then the sudo rules. */
export function* declaredAccounts({ groups, users, sudo }: AccountVars): Generator<Resource> {
  yield* each('groups', groups, (name, { system, ...rest }) =>
    group({ name, ...rest, ...(system && { system }) }),
  );
  yield* each('users', users, (name, { system, keys, ...rest }) => [
    user({ name, ...rest, ...(system && { system }) }),
    ...keys.map((key) => authorizedKey({ user: name, key })),
  ]);
  yield* each('sudo', sudo, (name, entry) => sudoRule({ name, ...entry }));
}
