// Reports what works but may not be what was meant, each once.
import type { TrueupError } from '../lib/model/trueup-error.js';
import { sanitizeLine } from '../lib/report/sanitize-terminal.js';

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

/** A warning as a sentence. */
export function warningInWords({ message, place, hint }: TrueupError): string {
  const at = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return sanitizeLine(`warning: ${at}${message}${hint === undefined ? '' : `. ${hint}`}`);
}
