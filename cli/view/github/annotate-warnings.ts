// Annotates the lines of an inventory that cause warnings.
import type { TrueupError } from '../../../lib/model/trueup-error.js';
import { annotate } from './job-environment.js';

/** Shows the warnings next to their lines. */
export function annotateWarnings(warnings: readonly TrueupError[], out: (line: string) => void): void {
  const annotations = warnings.map(({ message, hint, place }) => ({
    level: 'warning' as const,
    title: 'inventory',
    message: hint === undefined ? message : `${message}\n${hint}`,
    place,
  }));
  annotate(annotations, out);
}
