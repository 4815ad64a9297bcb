// Reports what works but may not be what was meant, each once.
import type { TrueupError } from '../lib/model/trueup-error.js';
import { sanitizeLine } from '../lib/report/sanitize-terminal.js';

const told = new Set<string>();

/** The warnings that have not been told so far, each as a sentence. */
export function warningsInWords(warnings: readonly TrueupError[]): readonly string[] {
  const fresh = warnings.map(inWords).filter((text) => !told.has(text));
  for (const text of fresh) told.add(text);
  return fresh;
}

/** For commands that print an answer of their own. */
export function warnOnStderr(warning: TrueupError): void {
  for (const text of warningsInWords([warning])) process.stderr.write(`${text}\n`);
}

function inWords({ message, place, hint }: TrueupError): string {
  const at = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return sanitizeLine(`warning: ${at}${message}${hint === undefined ? '' : `. ${hint}`}`);
}
