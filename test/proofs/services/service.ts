// The proof of services.
import { sh, unit, service, file } from '../../../lib/kit.js';
import type { ServiceWant } from '../../../lib/resources/services/service-want.js';
import { clean, probe, name, dropInId, path, id, stamp } from '../../contract/resources/probe-daemon.js';
import { tamper } from '../../../lib/testing/tamper/services/service.js';
import { proofOf } from '../proof.js';

const own = unit({
  name: 'trueup-gone.service',
  content: '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
});

const config = file({ path: '/etc/app.conf', content: 'x' });
const nginx = service({
  unit: 'nginx',
  running: true,
  enabled: true,
  test: sh`nginx -t`,
  reloadOn: [config],
});
const sshd = service({
  unit: 'ssh',
  running: true,
  enabled: 'as it is',
  reloadOn: [config],
  lockOut: true,
});

function shown(active: string, enabled: string, stamp: string): string {
  const mark = `${'0'.repeat(64)}  /etc/app.conf\n`;
  return `Id=nginx.service\nActiveState=${active}\nUnitFileState=${enabled}\nCanReload=yes\n== enabled\n${enabled}\n== inputs\n${mark}== stamp\n${stamp}`;
}

export const proof = proofOf<ServiceWant>({
  type: 'service',
  cases: 'test/unit/resources/service.test.ts',
  samples: [
    { resource: nginx, answer: shown('inactive', 'masked', '') },
    { resource: nginx, answer: shown('active', 'enabled', 'stale\n') },
    {
      resource: service({ unit: 'x', running: false, enabled: false }),
      answer: shown('active', 'enabled', ''),
    },
    { resource: sshd, answer: shown('active', 'enabled', 'stale\n') },
  ],
  refused: 'test/unit/resources/service.test.ts',
  cycle: {
    title: 'A unit with its service',
    before: clean,
    after: clean,
    resources: probe('one\n'),
    atFirst: [
      `systemd.unit ${name}: create content`,
      `${dropInId}: create content`,
      `file ${path}: create content`,
      `${id}: update start at boot`,
      `${id}: update state`,
    ],
    tamperings: [
      { name: 'a stopped unit', by: sh`systemctl stop ${name}`, changes: [`${id}: update state`] },
      {
        name: 'a unit that was killed',
        by: sh`systemctl kill -s KILL ${name}; sleep 0.5`,
        changes: [`${id}: update state`],
      },
      {
        name: 'a disabled unit',
        by: sh`systemctl disable -q ${name}`,
        changes: [`${id}: update start at boot`],
      },
      {
        name: 'a link removed by hand, of which systemd was not told',
        by: sh`rm /etc/systemd/system/multi-user.target.wants/${name}`,
        changes: [`${id}: update start at boot`],
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
      {
        name: 'a lost stamp, by adopting what runs',
        by: sh`rm ${stamp}`,
        changes: [`${id}: run recording of the loaded configuration, without a restart`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a unit that runs',
    resources: [own, service({ unit: 'trueup-gone', running: true, enabled: true, restartOn: [own] })],
    there: sh`[ -e /etc/systemd/system/trueup-gone.service ] || systemctl is-active -q trueup-gone || systemctl is-enabled -q trueup-gone`,
  },
});
