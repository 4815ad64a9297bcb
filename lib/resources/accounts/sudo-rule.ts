// What a user or a group may run as another user: a file of its own below /etc/sudoers.d, sudoers(5).
import type { Resource, ResourceType } from '../../model/resource.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { checkAccountName } from '../check-words.js';
import { defineResource } from '../define-resource.js';
import type { FileHave } from '../files/file.js';
import { ownFiles } from '../files/owned-files.js';
import { kindInWords } from '../files/path-state.js';
import { replaceFile, type FileContent } from '../files/replace-file.js';

export interface SudoRuleWant {
  /** Of the file: `deploy` is /etc/sudoers.d/deploy. */
  readonly name: string;
  /** Who may: a user, or else a group. */
  readonly user?: string;
  readonly group?: string;
  /**
   * `ALL`, or commands with absolute paths, each as in sudoers(5): `*`, `?` and `[` are patterns there, and without
   * arguments any are allowed, with `""` none. `,`, `:`, `=` and `#` are escaped here.
   */
  readonly commands: readonly string[];
  /** Does not ask for the user's own password. */
  readonly nopasswd?: boolean;
  /** As whom: a user, `user:group`, `:group` or `ALL`; defaults to root. */
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
    // No copy is kept of what not everyone may read: it might hold a secret. A rule of sudo's holds none.
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

/** A rule of sudo, judged by visudo(8) before it counts. Throws E_INPUT for what sudo would pass over or take for something else. */
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
