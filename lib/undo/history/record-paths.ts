// Where a host keeps the records of runs, and how runs are named.
import { TrueupError } from '../../model/trueup-error.js';

/** Only root can access it, like all of /var/lib/trueup. */
export const recordsFolder = '/var/lib/trueup/runs';

// The names of the first versions had no milliseconds.
const runName = /^\d{8}T\d{6}(\.\d{3})?Z-[0-9a-f]{4}$/;

/** The run's folder. Throws E_INPUT for an invalid run. */
export function recordOf(run: string, folder = recordsFolder): string {
  checkRun(run);
  return `${folder}/${run}`;
}

/** Whether the word has the form of a run. */
export function isRun(word: string): boolean {
  return runName.test(word);
}

/** Throws E_INPUT for an invalid run. */
export function checkRun(run: string): void {
  if (isRun(run)) return;
  const hint = 'List them with `trueup history`.';
  throw new TrueupError(
    'E_INPUT',
    `${JSON.stringify(run)} is not a valid run name (example: 20261123T071500.123Z-3f9c)`,
    {
      hint,
    },
  );
}

/** A name for a run that begins now. `random` is four hexadecimal digits. */
export function nameRun(now: Date, random: string): string {
  return `${now.toISOString().replace(/[-:]/g, '')}-${random}`;
}
