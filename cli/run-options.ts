// The options that plan, apply, verify, exec and facts share.
import { type Command, InvalidArgumentError, Option } from 'commander';

export interface RunOptions {
  readonly inventory?: string;
  readonly limit?: string;
  readonly role?: readonly string[];
  readonly forks: number;
  readonly output: OutputForm;
  readonly diff?: boolean;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly acceptNew?: true;
}

/** `silent` and `failures` are for commands that say the rest by themselves. */
export type OutputForm = 'auto' | 'live' | 'plain' | 'json' | 'silent' | 'failures';

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number from 1 is wanted');
  return value;
}

/** Adds `-i`, `--limit`, `--forks`, `--output` and their like. */
export function withRunOptions(command: Command): Command {
  return command
    .option('-i, --inventory <folder>', 'the inventory (default: the only folder in ./inventory)')
    .option('-l, --limit <pattern>', 'only these hosts: web*, lb:!lb2')
    .option('-f, --forks <n>', 'hosts worked on at a time', positive, 20)
    .addOption(
      new Option('-o, --output <form>', 'live on a terminal, plain lines elsewhere; json: an event a line')
        .choices(['auto', 'live', 'plain', 'json'])
        .default('auto'),
    )
    .option('-q, --quiet', 'only changes, failures and the closing table')
    .option('-v, --verbose', 'also what was found to be so already')
    .option('--accept-new', 'take and remember unknown host keys; changed ones are refused all the same');
}

/** Adds `--role`. */
export function withRoles(command: Command): Command {
  return command.option('-r, --role <names>', 'only these roles: nginx,haproxy', (text: string) =>
    text.split(',').map((name) => name.trim()),
  );
}
