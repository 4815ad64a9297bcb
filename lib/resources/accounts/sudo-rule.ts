// A sudo rule in its own file in /etc/sudoers.d; see sudoers(5).
import type { Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkAccountName } from '../check-paths-and-names.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from '../files/file.js';
import { ownFiles } from '../files/owned-files.js';
import { kindInWords } from '../files/path-state.js';
import { replaceFile, type FileContent } from '../files/replace-file.js';

export interface SudoRuleWant {
  /** Name of the file: `deploy` creates /etc/sudoers.d/deploy. */
  readonly name: string;
  /** User that the rule applies to. Exactly one of `user` and `group` is required. */
  readonly user?: string;
  /** Group that the rule applies to. */
  readonly group?: string;
  /**
   * `ALL`, or commands with absolute paths, as in sudoers(5): `*`, `?` and `[` are wildcards. A command that is listed
   * without arguments may be run with any arguments; a command followed by `""`, only without arguments. Trueup escapes
   * `,`, `:`, `=` and `#`.
   */
  readonly commands: readonly string[];
  /** Whether sudo runs the commands without asking for the user's password. Defaults to false. */
  readonly nopasswd?: boolean;
  /** The user or group to run as: `user`, `user:group`, `:group` or `ALL`. Defaults to `root`. */
  readonly runas?: string;
}

const escaped = (command: string): string => command.replaceAll(/(?<!\\)[,:=#]/g, '\\$&');

function filesOf({
  name,
  user,
  group = '',
  commands,
  nopasswd,
  runas = 'root',
}: SudoRuleWant): [FileContent] {
  const tag = nopasswd ? 'NOPASSWD: ' : '';
  const rule = `${user ?? `%${group}`} ALL=(${runas}) ${tag}${commands.map(escaped).join(', ')}`;
  const judge = (staged: string): ReturnType<typeof sh> => sh`
command -v visudo >/dev/null || { echo 'visudo is missing: install the package sudo' >&2; exit 1; }
visudo -cf ${staged} >/dev/null`;
  const content = `# Written by trueup.\n${rule}\n`;
  return [{ path: `/etc/sudoers.d/${name}`, content, mode: '0440', validate: judge }];
}

const files = ownFiles(filesOf);

const sudoRuleType: ResourceType<SudoRuleWant, readonly FileHave[]> = {
  type: 'sudoRule',
  id: ({ name }) => name,
  ...files,
  undo: {
    ...files.undo,
    // No copy is kept of a file that isn't world-readable, as it might contain a secret. A sudo rule contains none.
    keeps: () => [],
    revert(want, [have]) {
      const [{ path, content: ours }] = filesOf(want);
      if (!have || have.state.kind === 'missing') return sh`rm -f -- ${path}`;
      if (have.state.kind !== 'file') return `${path} was a ${kindInWords(have.state)}`;
      const { owner, group, mode } = have.state;
      return replaceFile({ path, content: have.content ?? ours, owner: owner.id, group: group.id, mode });
    },
  },
};

const make = defineResource(sudoRuleType);

/** The rule is checked with visudo(8) before it takes effect. Throws E_INPUT for a rule that sudo would ignore or misread. */
export function sudoRule(want: SudoRuleWant): Resource {
  const { name, user, group, commands, runas = 'root' } = want;
  const check = (fine: boolean, why: string): void => {
    if (!fine) throw new TrueupError('E_INPUT', `sudo rule ${JSON.stringify(name)}: ${why}`);
  };
  const checkName = (account: string): void => {
    checkAccountName(account);
    check(
      !/^[A-Z][A-Z0-9_]*$/.test(account),
      `sudo interprets ${account} as an alias or as ALL, not as an account`,
    );
  };
  check(
    /^[A-Za-z0-9][\w-]*$/.test(name),
    'its name may contain only letters, digits, - and _, because sudo ignores other files',
  );
  check((user === undefined) !== (group === undefined), 'it needs either a user or a group');
  checkName(user ?? group ?? '');
  if (runas !== 'ALL') runas.replace(/^:/, '').split(':').forEach(checkName);
  check(runas.split(':').length <= 2, `${JSON.stringify(runas)} is not a user, user:group or :group`);
  check(commands.length > 0, 'it needs at least one command');
  for (const command of commands) {
    const fine = command === 'ALL' || /^(sudoedit )?\/[^\p{Cc}]*[^\p{Cc}\s\\]$/u.test(command);
    check(fine, `${JSON.stringify(command)} must be ALL, or one line that starts with an absolute path`);
  }
  return make(want);
}
