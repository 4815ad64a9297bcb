// Whether running daemons have the host's time zone: these read it when they start, and never again.
import { effect, join, sh, type Resource, type Script } from '../../lib/kit.js';
import type { BaseVars } from './vars.js';

/** Daemons that no role of ours manages, with the files that name their processes. A restart loses no job and no message. */
const daemons: Readonly<Record<string, string>> = {
  'cron.service': '/run/crond.pid',
  'atd.service': '/run/atd.pid',
  'rsyslog.service': '/run/rsyslogd.pid',
  'syslog-ng.service': '/run/syslog-ng.pid',
  'fail2ban.service': '/run/fail2ban/fail2ban.pid',
};

/*
 * proc(5): field 22 of a process's stat is when it started, in ticks of which USER_HZ, 100 everywhere that Debian is, make
 * a second, since the boot that btime names; both are rounded. A container's processes count from its machine's boot, too.
 */
const looking = sh`
boot=
zone_of() {
  pid=
  read -r pid <"$2" || [ -n "$pid" ] || return 0
  read -r stat <"/proc/$pid/stat" || return 0
  if [ -z "$boot" ]; then
    while read -r key value; do if [ "$key" = btime ]; then boot=$value; fi; done </proc/stat
    changed=$(stat -c %Z /etc/localtime)
  fi
  # shellcheck disable=SC2086 # words they are
  set -- "$1" \${stat##*) }
  shift 20
  [ $(($1 / 100 + boot + 2)) -ge "$changed" ]
}`;

/** Prints the units whose process is older than the zone. */
const outdated: Script = sh`
${looking}
${join(
  Object.entries(daemons).map(
    ([unit, pid]) => sh`[ ! -e ${pid} ] || zone_of ${unit} ${pid} 2>/dev/null || printf '%s\n' ${unit}`,
  ),
)}`;

/** Exits with 0 where every daemon that runs has the zone; names the others. */
export const zoneIsTaken: Script = sh`
old=$( ${outdated} )
[ -z "$old" ] || { printf '%s\n' "$old"; exit 1; }`;

/** They are restarted where they run, and only behind a change. */
export function zoneEffect(zone: Resource, { timezone: name }: BaseVars): Resource {
  return effect({
    name: 'time zone',
    of: [zone],
    ask: sh`
[ -e /etc/localtime ] || exit 0
old=$( ${outdated} )
for unit in $old; do printf '%s\tan older zone\t%s\tits process, which started before the change\n' "$unit" ${name}; done`,
    mend: sh`
old=$( ${outdated} )
# shellcheck disable=SC2086 # words they are
[ -z "$old" ] || systemctl try-restart -- $old`,
    remedy: 'See with journalctl -u UNIT why it was not restarted.',
  });
}
