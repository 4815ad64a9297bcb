// Reports what works but may not be what was meant, each once.
import type { TrueupError } from '../lib/model/trueup-error.js';
import { madeInWords, warningInWords } from '../lib/run/notices-before-run.js';

const told = new Set<string>();

/** The warnings that have not been told so far. They count as told from now on. */
export function freshWarnings(warnings: readonly TrueupError[]): readonly TrueupError[] {
  return warnings.filter((warning) => {
    const text = warningInWords(warning);
    return !told.has(text) && told.add(text);
  });
}

/** For commands that print an answer of their own, and for runs that never begin. */
export function warnOnStderr(warning: TrueupError): void {
  for (const one of freshWarnings([warning])) process.stderr.write(`${warningInWords(one)}\n`);
}

/** Printed immediately, however the run ends. */
export function tellMade(names: readonly string[]): void {
  process.stderr.write(`${madeInWords(names)}\n`);
}
