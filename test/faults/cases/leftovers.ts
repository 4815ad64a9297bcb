// The drift that gives an apply something to do, and what could be wrong with the faults' site after it.
import { hasLoaded } from '../../../roles/nginx/config.js';
import { leftovers } from '../../../lib/testing/interrupt/leftovers.js';
import { sh } from '../../../lib/shell/sh.js';
import type { Script } from '../../../lib/model/script.js';
import { smallPackages } from '../sites/fault-site.js';

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

/** Prints whatever is not as it should be once the next apply is through. */
export const siteLeftovers = sh`
${leftovers}
nft list ruleset | grep stray || true
( ${hasLoaded(8081)} ) 2>&1 || true
pid=$(systemctl show -p MainPID --value nginx)
want=$(sed -n 's/^LimitNOFILE=//p' /etc/systemd/system/nginx.service.d/zz-trueup.conf)
grep -q "^Max open files  *$want " "/proc/$pid/limits" || echo "nginx runs without its drop-in: $want"
started=$(systemctl show -p ActiveEnterTimestamp --value ssh)
[ -n "$started" ] || echo 'sshd does not run'`;
