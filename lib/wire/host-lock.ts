// The host lock: how a run takes and holds it, and the error for a run that finds it taken.
import { TrueupError } from '../model/trueup-error.js';
import { quote } from '../shell/quote.js';

/** In /run, so that it is gone after a reboot, like the process that held it. */
export const lockFile = '/run/trueup/lock';

/** The lock that the bootstrap takes when the run may change the host. */
export interface LockRequest {
  /** One line for a run that finds the lock taken: who holds it, from where, since when. */
  readonly owner: string;
  /** How long to wait for another run to end; defaults to 0. */
  readonly waitSeconds?: number;
}

/** Seconds after which a waiting host reports again who holds the lock. */
const turnSeconds = 5;

/** Exit statuses of a shell that can't take the lock (sysexits: unavailable, input/output error). */
export const noFlock = 69;
export const noLockFile = 74;

/**
 * The lines of sh that take the lock, or report who holds it. flock(1) exits with 1 if another process holds it; the
 * kernel releases it when this shell ends, however it ends.
 */
export function takeLock(lock: LockRequest): string {
  const turns = Math.ceil((lock.waitSeconds ?? 0) / turnSeconds);
  return `
trueup_lock=${lockFile}
command -v flock >/dev/null || exit ${noFlock}
{ [ -d /run/trueup ] || mkdir -p /run/trueup; } && ( : >>"$trueup_lock" ) || exit ${noLockFile}
exec 9<>"$trueup_lock"
trueup_turns=${turns}; trueup_wait=-n; trueup_held=no
until { flock $trueup_wait 9 && trueup_held=yes; } || [ "$trueup_turns" = 0 ]; do
  trueup_hello waiting "$(cat "$trueup_lock")"; trueup_wait='-w ${turnSeconds}'; trueup_turns=$((trueup_turns - 1))
done
if [ "$trueup_held" = yes ]; then
  printf '%s\\n' ${quote(lock.owner)} "$$" >"$trueup_lock" || exit ${noLockFile}; trueup_hello held ''
else trueup_hello taken "$(cat "$trueup_lock")"; exit 0; fi`;
}

/** What the lock file calls the run that holds the lock. `since` is an ISO 8601 time. */
export function lockOwner(who: string, since: string): string {
  return `${who} since ${since}`;
}

/**
 * `note` is the text of the lock file: the owner, the shell that holds the lock, `step RESOURCE` for each step that
 * began, and `lost WHEN SECONDS` once the owner's connection is lost.
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
      hint: `Run again later. The host ends that run, and then releases the lock${seconds === undefined ? '' : `, within ${seconds} s of losing the connection`}.`,
    },
  );
}

function lastOf(lines: readonly string[], word: string): string | undefined {
  return lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
}
