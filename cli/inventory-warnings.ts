// Reports what works but may not be intended, each warning once.
import type { TrueupError } from '../lib/model/trueup-error.js';
import { madeInWords, warningInWords } from '../lib/run/notices-before-run.js';

const told = new Set<string>();

/** The warnings that have not been reported yet. They count as reported from now on. */
export function freshWarnings(warnings: readonly TrueupError[]): readonly TrueupError[] {
  return warnings.filter((warning) => {
    const text = warningInWords(warning);
    return !told.has(text) && told.add(text);
  });
}

/** For commands that print their own output, and for runs that fail before they start. */
export function warnOnStderr(warning: TrueupError): void {
  for (const one of freshWarnings([warning])) process.stderr.write(`${warningInWords(one)}\n`);
}

/** Printed immediately, however the run ends. */
export function tellMade(names: readonly string[]): void {
  process.stderr.write(`${madeInWords(names)}\n`);
}
