// Whether running daemons use the host's time zone, which they only read when they start.
import { effect, sh, type Resource, type Script } from '../../lib/kit.js';
import type { BaseVars } from './vars.js';

/** Daemons that none of our roles manages. A restart loses no job and no message. */
const daemons = ['cron.service', 'atd.service', 'rsyslog.service', 'syslog-ng.service', 'fail2ban.service'];

/** Paths of systemd's control groups, with cgroup v2 alone or with cgroup v1. */
const groups = ['/sys/fs/cgroup', '/sys/fs/cgroup/systemd', '/sys/fs/cgroup/unified'].map(
  (folder) => `${folder}/system.slice`,
);

/*
 * Prints the running units that have no process younger than the zone; stat is the only program started for that.
 * proc(5): field 22 of a process's stat is its start time since the boot at btime, in ticks of 1/USER_HZ seconds, where
 * USER_HZ is 100 on all of Debian's architectures; both are rounded. In a container, too, the machine's boot counts.
 */
const outdated: Script = sh`
boot='' changed=''
is_old() {
  read -r stat <"/proc/$1/stat" || return 1
  if [ -z "$boot" ]; then
    while read -r key value; do if [ "$key" = btime ]; then boot=$value; fi; done </proc/stat
    changed=$(stat -c %Z /etc/localtime)
  fi
  # shellcheck disable=SC2086 # these are separate words
  set -- \${stat##*) }
  shift 19
  [ $(($1 / 100 + boot + 2)) -lt "$changed" ]
}
for unit in ${daemons}; do
  for group in ${groups}; do
    [ -r "$group/$unit/cgroup.procs" ] || continue
    old=''
    while read -r pid; do
      if is_old "$pid" 2>/dev/null; then old=yes; else old=no; break; fi
    done <"$group/$unit/cgroup.procs"
    [ "$old" != yes ] || printf '%s\n' "$unit"
    break
  done
done`;

/** Exits with 0 if every running daemon uses the time zone; else prints the others. */
export const zoneIsTaken: Script = sh`
old=$( ${outdated} )
[ -z "$old" ] || { printf '%s\n' "$old"; exit 1; }`;

const restart: Script = sh`
old=$( ${outdated} )
# shellcheck disable=SC2086 # these are separate words
[ -z "$old" ] || systemctl try-restart -- $old`;

/** Restarts only daemons that are running and that started before the time zone changed. */
export function zoneEffect(zone: Resource, { timezone: name }: BaseVars): Resource {
  return effect({
    name: 'time zone',
    of: [zone],
    ask: sh`
[ -e /etc/localtime ] || exit 0
old=$( ${outdated} )
for unit in $old; do printf '%s\tan older zone\t%s\tthe process started before the change\n' "$unit" ${name}; done`,
    mend: restart,
    reload: restart,
    remedy: 'Run journalctl -u UNIT to see why the unit was not restarted.',
  });
}
