// Pairs of commits for effects: what was mended on the host must follow the files that a rollback puts back.
import { file, packages, service, sh, sshdUnits, timezone, type Resource } from '../../../lib/kit.js';
import { debian } from '../../unit/roles/small-stack.js';
import { sshdEffect } from '../../../roles/base/sshd-effect.js';
import { sshdFile } from '../../../roles/base/sshd-reading.js';
import { zoneEffect, zoneIsTaken } from '../../../roles/base/time-zone-effect.js';
import type { BaseVars } from '../../../roles/base/vars.js';
import { bareHost } from '../../local-transport.js';
import type { RolledBack } from '../../proofs/proof.js';

const main = '/etc/ssh/sshd_config';
const noPasswords = 'PasswordAuthentication no\n';
const config = file({ path: sshdFile, content: noPasswords });
const inForce = sshdEffect(config, noPasswords, {
  host: bareHost('box', { user: 'root' }),
  facts: debian,
  vars: { ssh_port: 22, ssh_exceptions: false } as BaseVars,
});
const sshd = (reloadOn: readonly Resource[]): Resource =>
  service({ ...sshdUnits, running: true, enabled: 'as it is', reloadOn, lockOut: true });

const zone = (name: string): readonly Resource[] => {
  const own = timezone({ name });
  const cron = service({ unit: 'cron', running: true, enabled: true });
  return [cron, own, zoneEffect(own, { timezone: name } as BaseVars)];
};

/** As the proofs of other types have them. */
export const effectCases: readonly RolledBack[] = [
  {
    title: 'effect (sshd took its file up again)',
    prepare: sh`
cp -p ${main} /root/sshd.before
sed -i '/^Include/d; 1i PasswordAuthentication yes' ${main}
systemctl reload ssh`,
    before: () => [config, sshd([config])],
    after: () => [config, inForce, sshd([config, inForce])],
    // What the daemon says that runs.
    look: sh`
sleep 1
head -n 1 ${main}
ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o PreferredAuthentications=none \
  nobody@127.0.0.1 true 2>&1 | sed -n 's/.*denied //p'`,
    cleanUp: sh`
cp -p /root/sshd.before ${main}
rm -f ${sshdFile} /var/lib/trueup/stamps/ssh.service
systemctl reload ssh`,
  },
  {
    title: 'effect (daemons took another time zone up)',
    before: () => [packages({ names: ['cron', 'tzdata'] }), ...zone('Asia/Tokyo')],
    after: () => zone('Europe/Berlin'),
    // A process that is as old as the zone, to the second, might have it.
    look: sh`
sleep 4
readlink /etc/localtime
systemctl is-active cron
${zoneIsTaken}`,
    cleanUp: sh`ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime; if [ -e /etc/timezone ]; then echo Etc/UTC >/etc/timezone; fi`,
  },
];
