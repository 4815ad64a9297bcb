// Whether the server runs with the settings in our file, which CONFIG SET and ACL SETUSER override until a restart.
import { effect, sh, type Resource, type Script } from '../../lib/kit.js';
import { askServer } from './ask-server.js';
import { quotedSecret } from './quote-argument.js';
import type { RedisVars } from './vars.js';

/**
 * Settings that are not compared: the included file contains the password, which is tried instead, and the server
 * reports `dir` with its links resolved.
 */
const otherwise = new Set(['include', 'dir']);

/** The settings as the server reports them, by name: several lines for a setting are joined into one value. */
export function settingsOf(content: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [, name = '', quoted = ''] of content.matchAll(/^([a-z-]+) (.+)$/gm)) {
    const value = quoted.replaceAll('"', '');
    if (otherwise.has(name)) continue;
    settings.set(name, [settings.get(name) ?? [], value].flat().join(' '));
  }
  return settings;
}

/**
 * Prints the setting, its actual value and the expected one for each setting that differs. Fails if the server doesn't
 * report all of them.
 */
function differing(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  const asked = askServer(vars, sh`printf 'CONFIG GET %s\n' ${[...settings.keys()]}`);
  return sh`{ printf '%s\n' ${[...settings].map((one) => one.join('\t'))}
  echo .
  ${asked}
} | LC_ALL=C awk '
  !told && $0 == "." { told = 1; next }
  !told { at = index($0, "\t"); want[substr($0, 1, at - 1)] = substr($0, at + 1); left++; next }
  !(name in want) { name = $0; if (!(name in want) && said == "") said = name; next }
  { left--; if ($0 != want[name]) print name "\t" $0 "\t" want[name]; name = "" }
  END { if (left > 0) { print "the server did not report all of its settings: " said >"/dev/stderr"; exit 1 } }'`;
}

/** Likewise prints which other users may log in, and how the declared one differs. */
function logins(vars: RedisVars): Script {
  return sh`
${askServer(vars, sh`echo 'ACL LIST'`)} | LC_ALL=C awk '
  $1 != "user" { if (said == "") said = $0; next }
  $2 != "default" { print "user " $2 "\tallowed to log in\tabsent"; next }
  {
    rules = ""; passwords = 0; seen = 1
    for (at = 3; at <= NF; at++)
      if ($at ~ /^#/) passwords++
      else if ($at == "nopass") print "password\tnot required\trequired"
      else if ($at !~ /^(on|&[*]|sanitize-payload)$/) rules = rules " " $at
    if (passwords > 1) print "password\tone of " passwords "\tthe only one"
    if (rules != " ~* +@all") print "user default\tallowed" substr(rules, 1, 60) "\tallowed ~* +@all"
  }
  END { if (!seen) { print "the server did not report who may log in: " said >"/dev/stderr"; exit 1 } }'`;
}

function ask(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  return sh`
said=$(${askServer(vars, sh`echo PING`)})
case $said in
  PONG*) ;;
  NOAUTH* | WRONGPASS*) printf 'password\ta different one\tthe declared one, after a restart\tCONFIG SET or ACL SETUSER\n'; exit 0 ;;
  *) printf '%s\n' "$said" >&2; exit 1 ;;
esac
settings=$(${differing(vars, settings)})
logins=$(${logins(vars)})
printf '%s\n' "$settings" "$logins" | sed -n ${'/./s/$/\tCONFIG SET or ACL SETUSER/p'}`;
}

function mend(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  const { password } = vars;
  return sh`
# With another password or port, it serves none of the declared clients, and only a restart restores its own.
case $(${askServer(vars, sh`echo PING`)}) in PONG*) ;; *) systemctl restart redis-server ;; esac
${askServer(
  vars,
  sh`
${askServer(vars, sh`echo 'ACL USERS'`)} | awk '$0 != "default" { print "ACL DELUSER", $0 }'
# Redis 6.0 does not support channels.
printf '%s\n' 'ACL SETUSER default on allkeys allcommands' 'ACL SETUSER default allchannels'
printf '%s %s\n' 'CONFIG SET requirepass' ${quotedSecret(password)} 'ACL SETUSER default resetpass' ${quotedSecret(password, '>')}
${differing(vars, settings)} | awk -F '\t' '{ print "CONFIG SET " $1 " \"" $3 "\"" }'`,
)} >/dev/null`;
}

/** Compares every setting of our file, the password and the only login with the running server. */
export function settingsEffect(vars: RedisVars, content: string, of: readonly Resource[]): Resource {
  const settings = settingsOf(content);
  return effect({
    name: 'redis',
    of,
    ask: ask(vars, settings),
    mend: mend(vars, settings),
    stays: 'earlier values that were set with CONFIG SET or ACL SETUSER are not kept',
    remedy:
      'Restart redis-server to load /etc/redis/trueup.conf. With redis.persistence none, this loses all data.',
  });
}
