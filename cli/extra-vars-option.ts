// The option for variables that hold for one run.
import type { Command } from 'commander';

export interface ExtraVarsOption {
  readonly extraVars?: readonly string[];
}

/** Adds `-e`; may be given several times. */
export function withExtraVars(command: Command): Command {
  return command.option(
    '-e, --extra-vars <vars>',
    'variables for this run, which take precedence over all others: haproxy.balance=source, @file, or JSON',
    each,
  );
}

/** May be given several times. */
function each(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
