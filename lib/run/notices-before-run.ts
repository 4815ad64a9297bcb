// The notices that are issued before a run starts.
import type { TrueupError } from '../model/trueup-error.js';
import { sanitizeLine } from '../report/sanitize-terminal.js';

/** A warning as a sentence. */
export function warningInWords({ message, place, hint }: TrueupError): string {
  const at = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return sanitizeLine(`warning: ${at}${message}${hint === undefined ? '' : `. ${hint}`}`);
}

/** The notice about files that were created on first use. */
export function madeInWords(names: readonly string[]): string {
  return `Created on first use: ${names.join(', ')}`;
}
