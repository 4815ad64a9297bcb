// Any thrown value → lines on stderr and an exit code.
import type { Command } from 'commander';
import { errorCodes } from '../lib/model/error-codes.js';
import { InputErrors, TrueupError } from '../lib/model/trueup-error.js';
import { troubleOf } from '../lib/engine/error-outcome.js';
import { inventoriesOf } from '../lib/run/find-inventories.js';
import { inventoriesInWords } from './inventory-option.js';
import type { RunOptions } from './run-options.js';
import { troubleLines } from './view/lines/error-lines.js';

/** Prints what happened, where, and what to do; returns the exit code. `stacks`: whether to show stack traces. */
export function reportError(error: unknown, stacks: boolean, print: (line: string) => void): number {
  const all = allOf(error);
  for (const one of all) for (const line of troubleLines(troubleOf(one), stacks)) print(line);
  if (!(error instanceof InputErrors)) return exitOf(error);
  print(`${all.length} ${all.length === 1 ? 'error' : 'errors'}; no host was contacted`);
  return errorCodes.E_INPUT.exit;
}

/** Also reports the error in the output format of `command`, if that is for GitHub or Markdown. */
export async function reportInForm(error: unknown, command: Command): Promise<void> {
  const { output, reporter, inventory, limit } = command.opts<Partial<RunOptions & { reporter: string }>>();
  const form = reporter === 'github' ? reporter : output;
  if (form !== 'github' && form !== 'markdown') return;
  const { tellThrown } = await import('./view/fatal-error.js');
  const topic = { command: command.name(), inventory: named(inventory), pattern: limit };
  tellThrown(allOf(error).map(troubleOf), form, topic, (line) => void process.stdout.write(`${line}\n`));
}

/** The inventories as a run names them; as given, if these are themselves the problem. */
function named(given: readonly string[] | undefined): string {
  try {
    return inventoriesInWords(inventoriesOf(given));
  } catch {
    return inventoriesInWords(given ?? []);
  }
}

function allOf(error: unknown): readonly unknown[] {
  return error instanceof InputErrors ? error.errors : [error];
}

function exitOf(error: unknown): number {
  return errorCodes[error instanceof TrueupError ? error.code : 'E_INTERNAL'].exit;
}
