// Any thrown thing → lines on stderr and an exit code.
import { errorCodes } from '../lib/model/error-codes.js';
import { InputErrors, TrueupError } from '../lib/model/trueup-error.js';
import { troubleOf } from '../lib/plan/trouble-of.js';
import { troubleLines } from './view/words.js';

/** Prints what happened, where, and what to do; returns the exit code. `stacks` shows where a defect is. */
export function reportError(error: unknown, stacks: boolean, print: (line: string) => void): number {
  const all = error instanceof InputErrors ? error.errors : [error];
  for (const one of all) for (const line of troubleLines(troubleOf(one), stacks)) print(line);
  if (!(error instanceof InputErrors)) return exitOf(error);
  print(`${all.length} ${all.length === 1 ? 'error' : 'errors'}; nothing was connected to`);
  return errorCodes.E_INPUT.exit;
}

function exitOf(error: unknown): number {
  return errorCodes[error instanceof TrueupError ? error.code : 'E_INTERNAL'].exit;
}
