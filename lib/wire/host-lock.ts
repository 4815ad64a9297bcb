// The error of a run that finds a host locked: who holds the lock, since when, and at which step that run is.
import { TrueupError } from '../model/trueup-error.js';

/** In /run: gone after a reboot, as the process that held it is. */
export const lockFile = '/run/trueup/lock';

/** How the lock file calls the run that holds the lock. `since` is an ISO 8601 time. */
export function lockOwner(who: string, since: string): string {
  return `${who} since ${since}`;
}

/**
 * `note` is the lock file: its owner, the shell that holds it, then `step RESOURCE` for each that began, and
 * `lost WHEN SECONDS` once the owner's connection is gone.
 */
export function lockedError(host: string, note: string): TrueupError {
  const [owner = '', , ...rest] = note.split('\n').map((line) => line.trim());
  const step = lastOf(rest, 'step');
  const [when, seconds] = lastOf(rest, 'lost')?.split(' ') ?? [];
  const holder = owner === '' ? 'another run' : owner;
  if (when === undefined) {
    const at = step === undefined ? '' : `, now at ${step}`;
    return new TrueupError('E_LOCKED', `${host} is locked by ${holder}${at}`, {
      host,
      hint: 'Wait for that run to end; it then releases the lock.',
    });
  }
  const finishing = step === undefined ? '' : `; the host is still finishing ${step}`;
  return new TrueupError(
    'E_LOCKED',
    `${host} was locked by ${holder}, whose connection was lost at ${when}${finishing}`,
    {
      host,
      hint: `Run again later. The host ends that run and releases the lock within ${seconds ?? '0'} s of losing the connection.`,
    },
  );
}

function lastOf(lines: readonly string[], word: string): string | undefined {
  return lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
}
