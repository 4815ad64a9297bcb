// The shell that stands between the connection and the one that runs scripts: it notices when the operator is gone.
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
 * One line to the left of a pipe reads the connection, the shell to the right of it runs what comes through. So there
 * is somebody to listen while a step runs, and a step can be waited for, or ended, when nobody is left to decide.
 *
 * What comes is a head, then as many bytes as it says; its second number says how many seconds the running step may take
 * were I lost. Words are: beat (I am here), finish (nothing after the running step), end (nothing at all any more).
 * head(1) takes no byte more than it is told to, timeout(1) gives 124 after the silence: both break the loop, as an
 * empty answer (the connection was closed) does.
 *
 * When a step must end, everything below the shell is asked first and killed ten seconds later (a process whose parent
 * has ended is below nobody any more: so they are noted before, and who is gone is struck out each second, as its number
 * may soon be another's), and the shell last: it holds the lock. The lines of the lock file that name this shell say
 * that nobody waits for it any more.
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

/** What \`sh -c\` evaluates first, itself being \`$0\`. The shell below it begins with `bootstrap`. */
export function supervisor(bootstrap: string): string {
  return text
    .replaceAll('SILENCE', String(silenceSeconds))
    .replaceAll('HEAD', String(headBytes))
    .replaceAll('TERM\n', `${termSeconds}\n`)
    .replaceAll('LOCK', lockFile)
    .replace('BOOTSTRAP', () => quote(bootstrap));
}
