// Commands, each with the condition under which it is needed.
import {
  command,
  join,
  Secret,
  sh,
  TrueupError,
  Type,
  type Resource,
  type Script,
  type Static,
} from '../../lib/kit.js';
import { each, section } from './named-section.js';
import { accountName, environment, path, titleKey } from './shared-schemas.js';

const shell = (description: string) => Type.String({ minLength: 1, description });

const commandEntry = Type.Object(
  {
    run: shell('Script for /bin/sh, with one or more lines. It stops at the first command that fails.'),
    unless: Type.Optional(
      shell(
        'Condition: a script for /bin/sh that changes nothing. Exit status 0 means that there is nothing to do, 1 that the command must run; any other status is an error.',
      ),
    ),
    creates: Type.Optional(path('Path that exists after the command has run.')),
    only_if: Type.Optional(
      shell(
        'Condition, the opposite of `unless`: exit status 0 means that the command may run, 1 that there is nothing to do; any other status is an error.',
      ),
    ),
    undo: Type.Optional(shell('Script for /bin/sh that undoes `run` in a rollback.')),
    user: Type.Optional(accountName('User who runs these scripts. Defaults to root.')),
    directory: Type.Optional(path('Working directory of these scripts. Defaults to /.')),
    environment: Type.Optional(environment('Environment variables. Secrets are not shown.')),
  },
  { additionalProperties: false },
);

type CommandEntry = Static<typeof commandEntry>;

/** The variables with which an inventory declares commands. */
export const commandVars = {
  commands: Type.Optional(
    section(
      titleKey,
      commandEntry,
      'Commands, each under a description of what it does. Each needs `unless`, `creates` or `only_if`; after the command has run, these conditions must show that there is nothing left to do. Commands run after all other changes.',
    ),
  ),
};

interface CommandVars {
  readonly commands?: Readonly<Record<string, CommandEntry>>;
}

/** Runs the text in a separate shell, as the entry's user, in its directory and environment. */
function inShell({ user, directory = '/', environment: variables = {} }: CommandEntry, text: string): Script {
  const exported = Object.entries(variables).map(([name, value]) => {
    const assigned = value instanceof Secret ? new Secret(`${name}=${value.reveal()}`) : `${name}=${value}`;
    return sh`export ${assigned}`;
  });
  const run = user === undefined ? sh`sh -euc ${text}` : sh`runuser -u ${user} -- sh -euc ${text}`;
  return sh`(
${join([...exported, sh`cd -- ${directory}`])}
${run}
)`;
}

/** A condition can't be evaluated while its user or directory is missing: the answer is then neither yes nor no. */
function askable({ user, directory }: CommandEntry): Script {
  const parts = [
    ...(user === undefined
      ? []
      : [
          sh`getent passwd -- ${user} >/dev/null || { printf '%s\n' ${`there is no user ${user}`} >&2; exit 3; }`,
        ]),
    ...(directory === undefined
      ? []
      : [sh`[ -d ${directory} ] || { printf '%s\n' ${`there is no folder ${directory}`} >&2; exit 3; }`]),
  ];
  return join(parts);
}

/** Exits with 0 if there is nothing to do, and with 1 if the command must run. */
function needless(entry: CommandEntry): Script {
  const { unless, creates, only_if } = entry;
  const mayRun =
    only_if === undefined
      ? sh``
      : sh`status=0
${inShell(entry, only_if)} || status=$?
case $status in 0) ;; 1) exit 0 ;; *) exit "$status" ;; esac`;
  const isThere = creates === undefined ? sh`` : sh`[ -e ${creates} ] || exit 1`;
  const asked = unless === undefined ? sh`` : inShell(entry, unless);
  return sh`${askable(entry)}
${mayRun}
${isThere}
${asked}
${unless === undefined && creates === undefined ? sh`exit 1` : sh``}`;
}

/** The commands, in the order in which they are written. */
export function declaredCommands({ commands }: CommandVars): Generator<Resource> {
  return each('commands', commands, (name, entry) => {
    const { run, unless, creates, only_if, undo } = entry;
    if (unless === undefined && creates === undefined && only_if === undefined)
      throw new TrueupError('E_INPUT', 'needs unless, creates or only_if', {
        hint: "Without a condition, trueup can't determine whether the command still needs to run. For a one-off command, use trueup exec.",
      });
    return command({
      name,
      run: inShell(entry, run),
      unless: needless(entry),
      ...(undo !== undefined && { undo: inShell(entry, undo) }),
    });
  });
}
