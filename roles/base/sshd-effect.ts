// Whether sshd does what our file says: of a setting the first value wins, and others have files there, too.
import { isIP } from 'node:net';
import {
  effect,
  join,
  sh,
  sshdUnits,
  type Facts,
  type Host,
  type Resource,
  type Script,
} from '../../lib/kit.js';

/** Named to be read first in its folder. */
export const sshdFile = '/etc/ssh/sshd_config.d/00-trueup.conf';
const main = '/etc/ssh/sshd_config';
const include = '/etc/ssh/sshd_config.d/*.conf';

interface Setting {
  readonly name: string;
  readonly value: string;
}

/** sshd tells these values by older names. */
const spelling = (value: string): string => (value === 'prohibit-password' ? 'without-password' : value);

/** `-a,b*` is judged by what the list mustn't have. */
function branchOf({ name, value }: Setting): Script {
  const key = name.toLowerCase();
  if (!value.startsWith('-')) {
    const wanted = spelling(value);
    return sh`${key}) [ "$value" = ${wanted} ] || differs ${name} "$value" ${wanted} ;;`;
  }
  return sh`${key}) listed "$value" ${value.slice(1)} || differs ${name} "$found" ${`none of ${value.slice(1)}`} ;;`;
}

/** Whether no pattern of the second list is met in the first, both with commas; leaves in `found` what is. */
const listed = sh`
listed() {
  left=$1,
  while [ -n "$left" ]; do
    found=\${left%%,*} left=\${left#*,} rest=$2,
    while [ -n "$rest" ]; do
      # shellcheck disable=SC2254 # a pattern it is
      case $found in \${rest%%,*}) return 1 ;; esac
      rest=\${rest#*,}
    done
  done
}`;

/** Prints `FILE:LINE what stands there` in the order in which sshd reads; its `Match` isn't judged. */
const reading = sh`
reading() {
  ( n=0
    while IFS= read -r line || [ -n "$line" ]; do
      n=$((n + 1))
      set -f; set -- "$1" $line; set +f
      case \${2-} in
        [Ii][Nn][Cc][Ll][Uu][Dd][Ee])
          file=$1; shift 2
          for pattern do
            case $pattern in /*) ;; *) pattern=/etc/ssh/$pattern ;; esac
            for each in $pattern; do [ ! -f "$each" ] || reading "$each"; done
          done
          set -- "$file" ;;
        '' | '#'*) ;;
        *) printf '%s:%s %s\n' "$1" "$n" "$line" ;;
      esac
    done <"$1" )
}`;

/** The first line that says what is in force, else the first that names the setting. */
const winner = sh`
winner() {
  reading "$config" | awk -v ours=${`${sshdFile}:`} -v key="$1" -v now="$2" -v nobody="$config: no Include" '
    index($1, ours) == 1 { read = 1; next }
    tolower($2) == tolower(key) {
      value = tolower($3)
      if (value == "prohibit-password") value = "without-password"
      if (first == "") first = $1
      if (best == "" && value == tolower(now)) best = $1
    }
    END { if (best == "") best = first; if (best == "" && ! read) best = nobody; print best }'
}
differs() { printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$(winner "$1" "$2")"; }`;

/** With `config` set: prints what sshd would do otherwise for a connection; `whose` is its -C. */
function asked(settings: readonly Setting[], whose: string): Script {
  return sh`
all=$(/usr/sbin/sshd -T -f "$config" -C ${whose})
${listed}
${reading}
${winner}
# OpenSSH 10.6 writes the keywords as sshd_config(5) does.
printf '%s\n' "$all" | awk '{ $1 = tolower($1); print }' | while read -r key value; do
  case $key in
    ${join(settings.map(branchOf), '\n    ')}
  esac
done`;
}

/** Brings the line back that every release has at its top; only where that is all that is missing. */
function includeAgain(settings: readonly Setting[], whose: string): Script {
  const staged = `${main}.trueup-new`;
  return sh`
top=$(awk 'NF && $1 !~ /^#/ { print tolower($1), $2; exit }' ${main})
[ "$top" != ${`include ${include}`} ] || exit 0
staged=${staged}
trap 'rm -f -- "$staged"' EXIT
cp -p -- ${main} "$staged"
{ printf '%s\n' ${`Include ${include}`}
  grep -vixE '[[:space:]]*include[[:space:]]+/etc/ssh/sshd_config\.d/\*\.conf[[:space:]]*' ${main} || true; } >"$staged"
config=$staged
left=$( ${asked(settings, whose)}
)
[ -z "$left" ] || exit 0
sync "$staged"
mv -fT -- "$staged" ${main}`;
}

/** As sshd would see the connection that this run has. */
function whoseOf({ address, connection }: Host, { client = '127.0.0.1' }: Facts, port: number): string {
  const here = isIP(address) === 0 ? '127.0.0.1' : address;
  return `user=${connection.user},host=${client},addr=${client},laddr=${here},lport=${port},rdomain=`;
}

/** Every setting of our file, for the connection's own user and address. */
export function sshdEffect(
  file: Resource,
  content: string,
  { host, facts, port }: { readonly host: Host; readonly facts: Facts; readonly port: number },
): Resource {
  const settings = [...content.matchAll(/^(\w+) (.+)$/gm)].map(([, name = '', value = '']) => ({
    name,
    value,
  }));
  const whose = whoseOf(host, facts, port);
  return effect({
    name: 'sshd',
    of: [file],
    // Without this folder sshd is stopped: there is nothing in force, and its service says so.
    ask: sh`[ -d /run/sshd ] || exit 0
config=${main}${asked(settings, whose)}`,
    mend: includeAgain(settings, whose),
    mends: [main],
    // The service watches our file, and goes by that.
    takeUp: sh`systemctl try-reload-or-restart -- ${sshdUnits.unit}`,
    remedy: `Remove that line, or have it say what ${sshdFile} says: of a setting sshd takes the first value, and a Match block wins over all.`,
  });
}
