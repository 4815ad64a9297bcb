// The options of commands that may remove what is no longer declared.
import type { Command } from 'commander';
import type { EngineOptions } from '../lib/engine/engine-options.js';
import { TrueupError } from '../lib/model/trueup-error.js';

export interface PruneOptions {
  readonly prune?: true;
  readonly dropDatabase?: readonly string[];
}

/** Adds `--prune` and `--drop-database`. */
export function withPruning(command: Command): Command {
  return command
    .option('--prune', 'also remove resources that trueup created but the inventory no longer declares')
    .option('--drop-database <name>', 'with --prune: also drop this database; repeatable', collected);
}

/** As the engine expects it. Throws E_INPUT with `--role`: only all roles together show what is no longer declared. */
export function pruneOf(
  { prune, dropDatabase }: PruneOptions,
  role: readonly string[] | undefined,
): Pick<EngineOptions, 'prune'> {
  if (prune && role)
    throw new TrueupError(
      'E_INPUT',
      '--prune removes what is no longer declared, so it needs the declarations of all roles and cannot be combined with --role',
    );
  if (dropDatabase !== undefined && !prune) throw new TrueupError('E_INPUT', '--drop-database needs --prune');
  return prune ? { prune: { databases: dropDatabase ?? [] } } : {};
}

/** Adds `--drop-database` alone. */
export function withDatabases(command: Command): Command {
  return command.option('--drop-database <name>', 'also drop this database; repeatable', collected);
}

function collected(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name];
}
