// The notices of a run before it starts.
import type { TrueupError } from '../model/trueup-error.js';
import { sanitizeLine } from '../report/sanitize-terminal.js';

/** A warning as a sentence. */
export function warningInWords({ message, place, hint }: TrueupError): string {
  const at = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return sanitizeLine(`warning: ${at}${message}${hint === undefined ? '' : `. ${hint}`}`);
}

/** Files that were made because they are used for the first time. */
export function madeInWords(names: readonly string[]): string {
  return `Created on first use: ${names.join(', ')}`;
}
