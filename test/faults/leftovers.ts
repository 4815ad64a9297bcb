// What an interrupted apply could leave on a host, looked for there; and the drift that gives it something to do.
import { hasLoaded } from '../../roles/nginx/config.js';
import { sh } from '../../lib/shell/sh.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Script } from '../../lib/model/script.js';
import { smallPackages } from './fault-site.js';

/** Changes something of each kind, so that an apply has packages to install, files to write and units to reload; `mark` makes it differ from the last time. */
export function causeDrift(mark: string): Script {
  return sh`
DEBIAN_FRONTEND=noninteractive dpkg --purge ${smallPackages} >/dev/null 2>&1
sed -i ${`s/\\(Configuration \\)[0-9a-f]*/\\1${mark}/; s/\\(return 200 "\\)[0-9a-f]*/\\1${mark}/`} /etc/nginx/nginx.conf
sed -i 's/^LimitNOFILE=.*/LimitNOFILE=1234/' /etc/systemd/system/nginx.service.d/zz-trueup.conf
systemctl daemon-reload
systemctl restart nginx
echo ${`# stray ${mark}`} >>/etc/ssh/sshd_config.d/00-trueup.conf
echo stray >>/srv/www/maintenance/-/maintenance.html
chmod 0777 /srv/www/maintenance
ln -sfn releases/nowhere /srv/www/site/current
nft add chain inet trueup stray`;
}

/** A line per path: what it holds. */
export function contents(paths: readonly string[]): Script {
  return sh`for path in ${paths}; do printf '%s %s\n' "$path" "$(sha256sum <"$path" 2>/dev/null || echo none)"; done`;
}

/** Says whether dpkg was left in the middle of something. One that still works was left by nobody. */
export const dpkgHalf = sh`
if ! pgrep -x 'dpkg|apt-get' >/dev/null; then
dpkg --audit | head -n 1
for file in /var/lib/dpkg/updates/[0-9]*; do [ ! -e "$file" ] || echo "$file"; done
fi`;

/** Prints whatever is not as it should be once the next apply is through. */
export const leftovers = sh`
find /etc /srv /usr/local /usr/sbin /var/lib/trueup /run/trueup /root /home -xdev \( -name '.trueup-*' -o -name '*.trueup' \
  -o -name '*.trueup-back' -o -name '*.new' -o -name '.unpack-*' -o -name '.current-new' -o -name '*.before-trueup' -o -name 'policy-rc.d' \) -print
for name in apt-update-pending; do [ ! -e "/var/lib/trueup/$name" ] || echo "/var/lib/trueup/$name"; done
for left in /var/lib/trueup/undo /etc/systemd/system/trueup-undo.service; do [ ! -e "$left" ] || echo "$left"; done
systemctl list-timers --no-legend --no-pager 'trueup-*'
flock -n /run/trueup/lock true || echo 'the lock is held'
${dpkgHalf}
nft list ruleset | grep stray || true
( ${hasLoaded(8081)} ) 2>&1 || true
pid=$(systemctl show -p MainPID --value nginx)
want=$(sed -n 's/^LimitNOFILE=//p' /etc/systemd/system/nginx.service.d/zz-trueup.conf)
grep -q "^Max open files  *$want " "/proc/$pid/limits" || echo "nginx runs without its drop-in: $want"
started=$(systemctl show -p ActiveEnterTimestamp --value ssh)
[ -n "$started" ] || echo 'sshd does not run'`;

/** Paths that stand for what is declared. */
export function inputsOf(resources: readonly Resource[]): readonly string[] {
  return [
    ...new Set(
      resources.flatMap(({ type, want }) =>
        type.type === 'file' || type.type === 'systemd.unit' || type.type === 'certificate'
          ? (type.paths?.(want) ?? [])
          : [],
      ),
    ),
  ];
}
