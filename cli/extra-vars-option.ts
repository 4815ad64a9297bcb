// The option for variables that apply to one run.
import type { Command } from 'commander';

export interface ExtraVarsOption {
  readonly extraVars?: readonly string[];
}

/** Adds `-e`, which may be given several times. */
export function withExtraVars(command: Command): Command {
  return command.option(
    '-e, --extra-vars <vars>',
    'variables for this run, which take precedence over all others: haproxy.balance=source, @file, or JSON',
    each,
  );
}

/** Collects the values if the option is given several times. */
function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
