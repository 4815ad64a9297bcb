// A unit, its drop-in, its configuration and its service through their life on a real host.
import { sh } from '../../../lib/kit.js';
import { resourceCycle } from '../resource-cycle.js';
import { clean, dropInId, id, name, path, probe, stamp } from './probe-daemon.js';

resourceCycle({
  title: 'A unit with its service',
  before: clean,
  after: clean,
  resources: probe('one\n'),
  atFirst: [
    `systemd.unit ${name}: create content`,
    `${dropInId}: create content`,
    `file ${path}: create content`,
    `${id}: update at boot`,
    `${id}: update state`,
  ],
  tamperings: [
    { name: 'a stopped unit', by: sh`systemctl stop ${name}`, changes: [`${id}: update state`] },
    {
      name: 'a unit that was killed',
      by: sh`systemctl kill -s KILL ${name}; sleep 0.5`,
      changes: [`${id}: update state`],
    },
    { name: 'a disabled unit', by: sh`systemctl disable -q ${name}`, changes: [`${id}: update at boot`] },
    {
      name: 'a link removed by hand, of which systemd was not told',
      by: sh`rm /etc/systemd/system/multi-user.target.wants/${name}`,
      changes: [`${id}: update at boot`],
    },
    {
      name: 'a changed configuration, and the reload for it',
      by: sh`echo two >${path}`,
      changes: [`file ${path}: update content`, `${id}: run reload`],
    },
    {
      name: 'a changed drop-in, and the restart for it',
      by: sh`echo '#' >>/etc/systemd/system/trueup-probe.service.d/limits.conf`,
      changes: [`${dropInId}: update content`, `${dropInId}: run daemon-reload`, `${id}: run restart`],
    },
    {
      name: 'a drop-in that is as declared again, of which systemd was not told',
      by: sh`
cd /etc/systemd/system/trueup-probe.service.d
own=$(cat limits.conf)
echo '#' >>limits.conf
systemctl daemon-reload
printf '%s\n' "$own" >limits.conf`,
      changes: [`${dropInId}: run daemon-reload`, `${id}: run restart`],
    },
    { name: 'a lost stamp, by adopting what runs', by: sh`rm ${stamp}`, changes: [`${id}: run adopt`] },
  ],
});
