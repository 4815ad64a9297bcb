// The shell between the connection and the shell that runs scripts: it notices when the operator is gone.
import { quote } from '../shell/quote.js';
import { lockFile } from './host-lock.js';

/** Bytes of a head on the uplink: a word, or the length of what follows and how long it may run alone. */
export const headBytes = 16;

/** Words on the uplink. */
export const words = { beat: 'beat', finish: 'finish', end: 'end' } as const;

/** Seconds of silence after which the operator counts as gone; beats come four times as often. */
export const silenceSeconds = 45;

/** Seconds between asking a step to end and killing it. */
const termSeconds = 10;

/*
 * The left side of a pipe reads the connection; the shell on its right side runs what comes through. So the connection
 * is read while a step runs, and a step can be waited for, or ended, once the operator is gone.
 *
 * Each piece is a head and then as many bytes as the head states; its second number is how many seconds the running
 * step may take if the connection is lost. The words are beat (still here), finish (nothing after the running step)
 * and end (nothing at all any more). head(1) reads no more bytes than it is told to. timeout(1) exits with 124 after
 * the silence, which ends the loop, as does an empty answer (the connection was closed).
 *
 * When a step must end, everything below the shell gets SIGTERM first, and SIGKILL ten seconds later; the shell comes
 * last, because it holds the lock. The processes are listed beforehand, because one whose parent has ended is no longer
 * below the shell; those that end are struck off each second, because their PIDs may be reused. If the lock file names
 * this shell and the connection was lost, a line that states this is added to it.
 */
const text = `
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin; export PATH
exec 5<&0
trueup_read() { trueup_text=; { read -r trueup_text <"$1"; } 2>/dev/null; }
trueup_children() {
  for trueup_f in "/proc/$1/task/"*/children; do trueup_read "$trueup_f"; echo "$trueup_text"; done
}
trueup_below() {
  for trueup_p in $(trueup_children "$1"); do echo "$trueup_p"; trueup_below "$trueup_p"; done
}
trueup_shell() {
  for trueup_p in $(trueup_children "$$"); do [ "$trueup_p" = "$trueup_me" ] || trueup_children "$trueup_p"; done
}
trueup_alive() {
  for trueup_p in "$@"; do
    trueup_read "/proc/$trueup_p/stat"
    case $trueup_text in '' | *') Z '*) ;; *) echo "$trueup_p" ;; esac
  done
}
trueup_listen() {
  trueup_left=0; trueup_end=lost
  while trueup_n=$(timeout SILENCE head -c HEAD <&5); do
    case $trueup_n in
      beat*) ;;
      finish*) kill -USR1 $(trueup_shell) 2>/dev/null ;;
      end*) trueup_end=told; return ;;
      [0-9]*' '*)
        trueup_left=\${trueup_n#* }; trueup_left=\${trueup_left%% *}
        timeout SILENCE head -c "\${trueup_n%% *}" <&5 || return ;;
      *) return ;;
    esac
  done
}
trueup_note() {
  { read -r _; read -r trueup_p; } <LOCK && [ "$trueup_p" = "$1" ] || return
  printf 'lost %s %s\\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$trueup_left" >>LOCK
}
trueup_settle() {
  kill -USR1 "$1" || return
  if [ "$trueup_end" = lost ]; then
    trueup_note "$1"
    trueup_left=$((trueup_left + 2))
    while [ "$trueup_left" -gt 0 ] && kill -0 "$1"; do sleep 1; trueup_left=$((trueup_left - 1)); done
  fi
  trap '' PIPE
  trueup_all=$(trueup_below "$1")
  kill -TERM $trueup_all
  trueup_left=TERM
  while trueup_all=$(trueup_alive $trueup_all); [ -n "$trueup_all" ] && [ "$trueup_left" -gt 0 ]; do
    sleep 1; trueup_left=$((trueup_left - 1))
  done
  kill -KILL $trueup_all $(for trueup_q in $trueup_all; do trueup_below "$trueup_q"; done) "$1"
}
{
  read -r trueup_me _ </proc/self/stat
  echo "$trueup_me"
  printf %s BOOTSTRAP
  trueup_listen
  exec >/dev/null 5<&-
  trueup_settle $(trueup_shell) 2>/dev/null
} | {
  exec 5<&-
  read -r trueup_p
  $0 -s
  trueup_s=$?
  kill -PIPE "$trueup_p" $(trueup_below "$trueup_p") 2>/dev/null
  exit "$trueup_s"
}
`;

/** What \`sh -c\` evaluates first; its \`$0\` is the shell. The shell below it begins with `bootstrap`. */
export function supervisor(bootstrap: string): string {
  return text
    .replaceAll('SILENCE', String(silenceSeconds))
    .replaceAll('HEAD', String(headBytes))
    .replaceAll('TERM\n', `${termSeconds}\n`)
    .replaceAll('LOCK', lockFile)
    .replace('BOOTSTRAP', () => quote(bootstrap));
}
