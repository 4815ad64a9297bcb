// The few lines of sh that turn a remote shell into one that answers in frames.
import { takeLock, type LockRequest } from './host-lock.js';

/** Limits on the notices of a running snippet. */
const maxNoticeBytes = 500;
const maxNotices = 20;

/*
 * Frames, each a line that starts with the session's nonce (which no child ever sees), then bytes of stated length:
 *   h PGID LOCK LENGTH  hello; LOCK is none, held, taken or waiting; the body names the owner of a taken lock
 *   b INDEX             a snippet begins
 *   o INDEX STATUS LENGTH   its exit status and stdout
 *   n INDEX LENGTH      what it waits for, while it runs: one line
 *   e INDEX LENGTH          its stderr
 *   r BYTES             it requests that many bytes of a blob on stdin
 *   d                   the batch is done
 * A blob is read to its end even if its consumer gives up: what stayed on stdin would be run as a script.
 * A notice is sent while nothing else is written to fd 4, because the shell waits for the snippet. It is limited here
 * and where it is read; if it is too long it is left out, not cut (half a secret could not be redacted); and it is
 * lost with the connection, whose loss must not end the snippet (SIGPIPE).
 * fd 4 is the real stdout, fd 5 what the supervisor passes on, fd 9 the lock. Under LC_ALL=C ${#x} counts bytes.
 */
const frames = `
trueup_receive() { printf '%s r %s\\n' "$trueup_n" "$1" >&4; head -c "$1" <&5 | { cat || :; cat >/dev/null; }; }
trueup_notice() {
  case $1 in *"$trueup_line"*) return 0 ;; esac
  [ "\${#1}" -le ${maxNoticeBytes} ] && [ "$trueup_notices" -lt ${maxNotices} ] || return 0
  trueup_notices=$((trueup_notices + 1))
  { ( trap '' PIPE; printf '%s n %s %s\\n%s\\n' "$trueup_n" "$trueup_i" "\${#1}" "$1" >&4 ) || :; } 2>/dev/null
}
trueup_step() {
  [ "$trueup_go" = 1 ] || return 0
  trueup_i=$1 trueup_notices=0
  printf '%s b %s\\n' "$trueup_n" "$1" >&4
  [ -z "$trueup_lock" ] || [ -z "$2" ] || printf 'step %s\\n' "$2" >>"$trueup_lock" || :
  trueup_e=$( {
    trueup_o=$( "trueup_$1"; printf 'x%s' "$?" )
    trueup_s=\${trueup_o##*x}; trueup_o=\${trueup_o%x*}
    printf '%s o %s %s %s\\n%s\\n' "$trueup_n" "$1" "$trueup_s" "\${#trueup_o}" "$trueup_o" >&4
    printf 'x%s' "$trueup_s" >&2
  } 2>&1 )
  trueup_s=\${trueup_e##*x}; trueup_e=\${trueup_e%x*}
  printf '%s e %s %s\\n%s\\n' "$trueup_n" "$1" "\${#trueup_e}" "$trueup_e" >&4
  [ "$trueup_s" = 0 ] || [ "$trueup_keep" = 1 ] || trueup_go=0
}
trueup_hello() { printf "$trueup_nl"'%s h %s %s %s\\n%s\\n' "$trueup_n" "$$" "$1" "\${#2}" "$2" >&4; trueup_nl=; }
`;

/**
 * The text that a session begins with. `nonce` is hexadecimal. `pace` is the factor by which this host gets more time
 * than a host of normal speed; a script that waits for the controller reads it.
 */
export function remoteBootstrap(nonce: string, pace: number, lock: LockRequest | undefined): string {
  return `{ trueup_n=${nonce}; trueup_pace=${pace}; LC_ALL=C; LANG=C; unset LANGUAGE IFS; export LC_ALL LANG
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
cd / && umask 077; exec 4>&1 5<&0; trap 'trueup_go=0' USR1; trueup_lock=; trueup_nl='\\n'; trueup_line='
'
${frames}
${lock ? takeLock(lock) : "trueup_hello none ''"}
}
`;
}
