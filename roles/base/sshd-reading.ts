// Reads sshd's configuration as sshd does: which line sets what, and for which connections.
import { sh, type Script } from '../../lib/kit.js';

/** Named so that sshd reads it first in its folder. */
export const sshdFile = '/etc/ssh/sshd_config.d/00-trueup.conf';

/**
 * Defines `reading FILE`, which prints, for each line in the order in which sshd reads them, `FILE:LINE`, the criteria
 * of its `Match` block (or nothing) and the line, separated by tabs. A Match block ends with its file.
 */
export const reading: Script = sh`
for_whom=
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
        [Mm][Aa][Tt][Cc][Hh]) file=$1; shift 2; for_whom=$*; set -- "$file" ;;
        '' | '#'*) ;;
        *) printf '%s:%s\t%s\t%s\n' "$1" "$n" "$for_whom" "$line" ;;
      esac
    done <"$1" )
}`;

/**
 * Splits the third field into `key` and `value`: sshd accepts `Keyword value`, `Keyword=value` and quotes, in any case.
 */
const words = String.raw`
function words(  rest) {
  rest = $3; sub(/^[ \t]+/, "", rest)
  key = tolower(rest); sub(/[ \t=].*/, "", key)
  value = tolower(rest); sub(/^[^ \t=]+[ \t]*=?[ \t]*/, "", value); gsub(/"/, "", value); sub(/[ \t].*/, "", value)
  if (key == "challengeresponseauthentication") key = "kbdinteractiveauthentication"
  if (value == "prohibit-password") value = "without-password"
  if (key == "clientaliveinterval" && value ~ /^[0-9]+[smh]$/)
    value = int(value) * (value ~ /h/ ? 3600 : value ~ /m/ ? 60 : 1) ""
}`;

/**
 * With `config` set, defines `winner KEY VALUE`, which prints the first line that sets the value in force, or else the
 * first one that names the setting.
 */
export const winner: Script = sh`
winner() {
  reading "$config" | awk -F '\t' -v ours=${`${sshdFile}:`} -v wanted="$1" -v now="$2" -v nobody="$config: no Include line" ${`${words}
    index($1, ours) == 1 { read = 1; next }
    { words() }
    key == tolower(wanted) {
      if (first == "") first = $1
      if (best == "" && value == tolower(now)) best = $1
    }
    END { if (best == "") best = first; if (best == "" && ! read) best = nobody; print best }`}
}`;

/**
 * With `config` set, defines `exceptions`, which prints each line of a Match block as key, value, place and criteria,
 * separated by tabs.
 */
export const exceptions: Script = sh`
exceptions() {
  reading "$config" | awk -F '\t' ${`${words}
    $2 != "" { words(); printf "%s\\t%s\\t%s\\t%s\\n", key, value, $1, $2 }`}
}`;
