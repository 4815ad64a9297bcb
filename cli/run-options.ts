// The options that plan, apply, verify, exec and facts share.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { identityOption } from './identity-option.js';
import { inventoryOption, strictOption } from './inventory-option.js';
import { withLogin, type LoginOptions } from './login-options.js';
import type { InventoryOptions } from './inventory-settings.js';
import type { PruneOptions } from './prune-option.js';
import { withVault } from './vault-options.js';

export type OutputForm = 'auto' | 'live' | 'plain' | 'json' | 'markdown' | 'github';

/** Output formats for programs: no questions are asked. */
export function isForPrograms(form: OutputForm): boolean {
  return form === 'json' || form === 'markdown' || form === 'github';
}

/** Output formats that report a run as a whole, which don't suit commands that print their own results. */
export const wholeRun = ['markdown', 'github'] as const satisfies readonly OutputForm[];

/** How a run is shown. */
export interface ViewOptions {
  readonly output: OutputForm;
  readonly diff?: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
}

/** The options of all parts of a run. */
export interface RunOptions extends InventoryOptions, ViewOptions, LoginOptions, PruneOptions {
  readonly limit?: string;
  readonly role?: readonly string[];
  readonly forks: number;
}

/** Adds the options of every command that connects to hosts. */
export function withRunOptions(command: Command, more: readonly OutputForm[] = []): Command {
  const about =
    'output format; auto: live rows in a terminal, plain lines elsewhere; json: one event per line';
  command
    .option(...inventoryOption)
    .option(...strictOption)
    .option('-f, --forks <n>', 'number of hosts to work on in parallel', positive, 20)
    .addOption(
      new Option(
        '-o, --output <form>',
        more.length === 0
          ? about
          : `${about}; markdown: for pull request comments; github: annotations and a summary`,
      )
        .choices(['auto', 'live', 'plain', 'json', ...more])
        .default('auto'),
    )
    .option('-v, --verbose', 'also show resources that need no change, and stack traces of internal errors')
    .option(...identityOption);
  return withLogin(withVault(command));
}

/** Adds `--limit` and `--role`. */
export function withSelection(command: Command): Command {
  return command
    .option('-l, --limit <pattern>', 'only these hosts, for example web* or lb:!lb2')
    .option('-r, --role <names>', 'only these roles, for example nginx,haproxy', roleNames);
}

/** Adds `--diff` and `--quiet`, for commands that report changes. */
export function withTelling(command: Command, diff: 'shown' | 'hidden'): Command {
  return command
    .option('--diff', `show the differences in files${diff === 'shown' ? ' (default)' : ''}`)
    .option('--no-diff', `hide the differences in files${diff === 'hidden' ? ' (default)' : ''}`)
    .option('-q, --quiet', 'show only changes, failures and the final table');
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a positive integer.');
  return value;
}

/** Collects the names if the option is given several times. */
function roleNames(text: string, before: readonly string[] = []): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Expected names, separated by commas.');
  return [...before, ...names];
}
