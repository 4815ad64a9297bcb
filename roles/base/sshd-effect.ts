// Whether sshd uses the settings in our file: the first value of a setting wins, and other files may set it as well.
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
import { limitOf, spelling, type Limit, type Setting } from './sshd-limits.js';
import { exceptions, reading, sshdFile, winner } from './sshd-reading.js';
import type { BaseVars } from './vars.js';

const main = '/etc/ssh/sshd_config';
const include = '/etc/ssh/sshd_config.d/*.conf';

type Limited = Setting & { readonly limit: Limit };

/** Reports the actual and the expected value if a value is beyond its limit. */
function branchOf({ name, value, limit }: Limited): Script {
  const key = name.toLowerCase();
  if ('without' in limit)
    return sh`${key}) listed "$value" ${limit.without} || differs ${name} "$found" ${`none of ${limit.without}`} ;;`;
  const wanted = spelling(value);
  if ('words' in limit)
    return sh`${key}) one_of "$value" ${limit.words} || differs ${name} "$value" ${wanted} ;;`;
  return sh`${key}) within "$value" ${limit.least} ${limit.most} || differs ${name} "$value" ${wanted} ;;`;
}

/**
 * `listed` succeeds if no entry of the first list matches a pattern of the second, both comma-separated; else, `found`
 * is the entry that does.
 */
const judging = sh`
one_of() {
  now=$1; shift
  for each do [ "$each" != "$now" ] || return 0; done
  return 1
}
within() {
  case $1 in '' | *[!0-9]*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}
listed() {
  left=$1,
  while [ -n "$left" ]; do
    found=\${left%%,*} left=\${left#*,} rest=$2,
    while [ -n "$rest" ]; do
      # shellcheck disable=SC2254 # it is a pattern
      case $found in \${rest%%,*}) return 1 ;; esac
      rest=\${rest#*,}
    done
  done
}
differs() {
  if [ -n "$place" ]; then printf '%s\t%s for %s\t%s\t%s\n' "$1" "$2" "$whom" "$3" "$place"
  else printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$(winner "$1" "$2")"; fi
}`;

/**
 * With `config` set, prints the settings that differ in sshd for a connection, given by `whose` for sshd's -C; then,
 * unless `lenient`, those that Match blocks loosen for anyone else. What both find is printed once.
 */
function asked(settings: readonly Limited[], whose: string, lenient: boolean): Script {
  return sh`
all=$(/usr/sbin/sshd -T -f "$config" -C ${whose})
${judging}
${reading}
${winner}
${exceptions}
judge() {
  case $key in
    ${join(settings.map(branchOf), '\n    ')}
  esac
}
# OpenSSH 10.6 writes the keywords as sshd_config(5) does.
{ printf '%s\n' "$all" | awk '{ $1 = tolower($1); print }' | while read -r key value; do place='' whom=''; judge; done
  ${
    lenient
      ? sh`:`
      : sh`tab=$(printf '\t')
  exceptions | while IFS=$tab read -r key value place whom; do judge; done`
  }; } | awk -F '\t' '! told[$1, $4]++'`;
}

/** Restores the Include line that every release has at the top of the file, but only if nothing else differs. */
function includeAgain(ask: Script): Script {
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
left=$( ${ask}
)
[ -z "$left" ] || exit 0
sync "$staged"
mv -fT -- "$staged" ${main}`;
}

/** This run's connection as sshd would see it, for its option -C. */
function whoseOf({ address, connection }: Host, { client = '127.0.0.1' }: Facts, port: number): string {
  const here = isIP(address) === 0 ? '127.0.0.1' : address;
  return `user=${connection.user ?? 'root'},host=${client},addr=${client},laddr=${here},lport=${port},rdomain=`;
}

/**
 * Checks every setting of our file: for the connection's own user and address, and for others if Match blocks loosen
 * it.
 */
export function sshdEffect(
  file: Resource,
  content: string,
  { host, facts, vars }: { readonly host: Host; readonly facts: Facts; readonly vars: BaseVars },
): Resource {
  const settings = [...content.matchAll(/^(\w+) (.+)$/gm)].map(([, name = '', value = '']) => {
    const setting = { name, value };
    return { ...setting, limit: limitOf(setting, host) };
  });
  const ask = asked(settings, whoseOf(host, facts, vars.ssh_port), vars.ssh_exceptions);
  return effect({
    name: 'sshd',
    of: [file],
    // Without this folder, sshd is stopped: no settings are in force, and its service reports that.
    ask: sh`[ -d /run/sshd ] || exit 0
config=${main}${ask}`,
    mend: includeAgain(ask),
    mends: [main],
    // In a rollback, the service only reacts to our file, not to the main one that `mend` changes.
    reload: sh`systemctl try-reload-or-restart -- ${sshdUnits.unit}`,
    remedy: `Remove that line, or make it at least as strict as ${sshdFile}: sshd uses the first value of a setting, and a Match block overrides all others. To allow Match blocks for other users or addresses, set base.ssh_exceptions to true.`,
  });
}
