// Whether the server runs with what our file says: CONFIG SET and ACL SETUSER win over it until the next start.
import { effect, sh, type Resource, type Script, type Secret } from '../../lib/kit.js';
import { askServer } from './ask-server.js';
import { quotedSecret } from './quoted.js';
import type { RedisVars } from './vars.js';

/** The password is tried instead; a folder is told with its links resolved. */
const otherwise = new Set(['requirepass', 'dir']);

/** Name → value as the server tells it: what is said by several lines is one value. */
export function settingsOf(content: Secret): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const [, name = '', quoted = ''] of content.reveal().matchAll(/^([a-z-]+) (.+)$/gm)) {
    const value = quoted.replaceAll('"', '');
    if (otherwise.has(name)) continue;
    settings.set(name, [settings.get(name) ?? [], value].flat().join(' '));
  }
  return settings;
}

/** Prints `setting, what is, what should be` for each one that differs. */
function differing(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  const asked = askServer(vars, sh`printf 'CONFIG GET %s\n' ${[...settings.keys()]}`);
  return sh`{ printf '%s\n' ${[...settings].map((one) => one.join('\t'))}
  echo .
  ${asked}
} | LC_ALL=C awk '
  !told && $0 == "." { told = 1; next }
  !told { at = index($0, "\t"); want[substr($0, 1, at - 1)] = substr($0, at + 1); next }
  !(name in want) { name = $0; next }
  { if ($0 != want[name]) print name "\t" $0 "\t" want[name]; name = "" }'`;
}

/** Prints likewise who else may log in, and what another than the declared login may do. */
function users(vars: RedisVars): Script {
  return sh`
${askServer(vars, sh`echo 'ACL LIST'`)} | LC_ALL=C awk '
  $1 != "user" { next }
  $2 != "default" { print "user " $2 "\tmay log in\tabsent"; next }
  {
    rules = ""; passwords = 0
    for (at = 3; at <= NF; at++) if ($at ~ /^#/) passwords++; else if ($at != "&*" && $at != "sanitize-payload") rules = rules " " $at
    if (rules != " on ~* +@all" || passwords != 1) print "user default\t" passwords " passwords," rules "\t1 passwords, on ~* +@all"
  }'`;
}

/** Each line says who spoke last. */
const bySomebody = sh`sed ${'s/$/\tCONFIG SET or ACL SETUSER/'}`;

function ask(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  return sh`
said=$(${askServer(vars, sh`echo PING`)})
case $said in
  PONG*) ;;
  NOAUTH*) printf 'requirepass\tanother\tas declared\tCONFIG SET or ACL SETUSER\n'; exit 0 ;;
  *) printf '%s\n' "$said" >&2; exit 1 ;;
esac
{ ${differing(vars, settings)}
${users(vars)}
} | ${bySomebody}`;
}

function mend(vars: RedisVars, settings: ReadonlyMap<string, string>): Script {
  const { password } = vars;
  return sh`
${askServer(
  vars,
  sh`
${askServer(vars, sh`echo 'ACL USERS'`)} | awk '$0 != "default" { print "ACL DELUSER", $0 }'
# Redis 6.0 knows no channels.
printf '%s\n' 'ACL SETUSER default on allkeys allcommands' 'ACL SETUSER default allchannels'
printf '%s %s\n' 'CONFIG SET requirepass' ${quotedSecret(password)} 'ACL SETUSER default resetpass' ${quotedSecret(password, '>')}
${differing(vars, settings)} | awk -F '\t' '{ print "CONFIG SET " $1 " \"" $3 "\"" }'`,
)} >/dev/null`;
}

/** Every setting of our file, the password and the only login, as the running server has them. */
export function settingsEffect(vars: RedisVars, content: Secret, of: readonly Resource[]): Resource {
  const settings = settingsOf(content);
  return effect({
    name: 'redis',
    of,
    ask: ask(vars, settings),
    mend: mend(vars, settings),
    stays: 'what CONFIG SET and ACL SETUSER had said is kept nowhere',
    remedy:
      'Restart redis-server, which then has what /etc/redis/redis.conf says; with redis.persistence none its data is lost.',
  });
}
