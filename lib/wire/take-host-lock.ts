// The lines of the bootstrap that take a host's lock, and hold it for as long as the session's shell lives.
import { quote } from '../shell/quote.js';
import { lockFile } from './host-lock.js';

/** The lock that the bootstrap takes when the run may change the host. */
export interface LockRequest {
  /** One line for whoever finds the lock taken: who, from where, since when. */
  readonly owner: string;
  /** How long to wait for another run to end; defaults to 0. */
  readonly waitSeconds?: number;
}

/** Seconds after which a waiting host says again who holds the lock. */
const turnSeconds = 5;

/** Exit statuses of a shell that can't take the lock (sysexits: unavailable, input/output error). */
export const noFlock = 69;
export const noLockFile = 74;

/**
 * The lines that take the lock, or say who holds it. flock(1) exits 1 when another holds it; the kernel frees it when
 * this shell is gone, however it goes.
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
