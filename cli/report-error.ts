// Any thrown thing → lines on stderr and an exit code.
import pc from 'picocolors';
import { errorCodes } from '../lib/model/error-codes.js';
import { InputErrors, TrueupError } from '../lib/model/trueup-error.js';
import { harmless } from './view/harmless.js';

const defect = 'this is a defect in trueup: please report it with the output of --verbose';

/** Prints what happened, where, and what to do; returns the exit code. */
export function reportError(error: unknown, verbose: boolean): number {
  const print = (line: string): void => void process.stderr.write(`${line}\n`);
  if (error instanceof InputErrors) {
    for (const one of error.errors) printOne(one, print);
    print(
      `${error.errors.length} ${error.errors.length === 1 ? 'error' : 'errors'}; nothing was connected to`,
    );
    return errorCodes.E_INPUT.exit;
  }
  if (error instanceof TrueupError) {
    printOne(error, print);
    return errorCodes[error.code].exit;
  }
  print(`${pc.red('E_INTERNAL')}: ${error instanceof Error ? error.message : String(error)}`);
  print(`  ${pc.cyan('hint')}: ${defect}`);
  if (verbose && error instanceof Error && error.stack) print(error.stack);
  return errorCodes.E_INTERNAL.exit;
}

function printOne({ code, message, place, output, hint }: TrueupError, print: (line: string) => void): void {
  const where = place ? `${place.file}:${place.line}:${place.column}` : '';
  const at = where === '' || message.startsWith(where) ? '' : `${where}: `;
  print(`${pc.red(code)}: ${at}${harmless(message)}`);
  if (output) for (const line of harmless(output).split('\n')) print(`  | ${line}`);
  if (hint) print(`  ${pc.cyan('hint')}: ${harmless(hint)}`);
}
