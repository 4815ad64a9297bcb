// Pairs of commits for promise 5: what was declared, and what a later run made of it.
import {
  absent,
  directory,
  dropIn,
  file,
  group,
  link,
  service,
  sh,
  unit,
  user,
  Secret,
} from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';

/** In no copy of anything. */
export const canary = 'CANARY-05-no-copy-of-this';
/** Everything of these cases is below it, or named like it. */
export const root = '/srv/trueup-back';

const sleeper = unit({
  name: 'trueup-back.service',
  content: `[Service]\nExecStart=/bin/sh -c 'cp ${root}/conf /run/trueup-back; exec sleep infinity'\n[Install]\nWantedBy=multi-user.target\n`,
});
/** A service that takes up its configuration as it starts. */
export function daemon(conf: string): readonly Resource[] {
  const config = file({ path: `${root}/conf`, content: conf });
  return [
    directory({ path: root }),
    config,
    sleeper,
    service({ unit: 'trueup-back', running: true, enabled: true, restartOn: [config, sleeper] }),
  ];
}
const account = [group({ name: 'tuback' }), user({ name: 'tuback', system: true, group: 'tuback' })];

/** What was there, what a later commit says, and what must be said not to go back. */
export const cases: readonly {
  readonly title: string;
  readonly before: readonly Resource[];
  readonly after: readonly Resource[];
  readonly stays?: RegExp;
}[] = [
  {
    title: 'a configuration, and the unit runs with it again',
    before: daemon('one\n'),
    after: daemon('two\n'),
  },
  {
    title: 'a whole service that was not there',
    before: [],
    after: daemon('one\n'),
  },
  {
    title: 'a service that was stopped and taken out of the boot',
    before: daemon('one\n'),
    after: [...daemon('one\n').slice(0, 3), service({ unit: 'trueup-back', running: false, enabled: false })],
  },
  {
    title: 'a drop-in, and the unit runs without it again',
    before: daemon('one\n'),
    after: [
      ...daemon('one\n').slice(0, 3),
      dropIn({ unit: 'trueup-back.service', name: 'more', content: '[Service]\nNice=5\n' }),
    ],
  },
  {
    title: 'content, owner and mode of files, whatever they hold',
    before: [directory({ path: root }), file({ path: `${root}/a b'$x`, content: "it's\n", mode: '0755' })],
    after: [
      directory({ path: root, mode: '0750' }),
      file({ path: `${root}/a b'$x`, content: '$(exit 1)', owner: 'nobody' }),
    ],
  },
  {
    title: 'links, and what was removed',
    before: [
      directory({ path: root }),
      directory({ path: `${root}/tree` }),
      file({ path: `${root}/tree/leaf`, content: 'leaf\n' }),
      link({ path: `${root}/link`, to: 'one' }),
    ],
    after: [
      directory({ path: root }),
      absent({ path: `${root}/tree`, recursive: true }),
      link({ path: `${root}/link`, to: 'two' }),
    ],
  },
  { title: 'accounts that were made', before: [], after: account },
  {
    title: 'an account as it was',
    before: account,
    after: [account[0] ?? sleeper, user({ name: 'tuback', group: 'tuback', shell: '/bin/sh', comment: 'x' })],
  },
  {
    title: 'all but what holds a secret, which is said',
    before: [directory({ path: root }), file({ path: `${root}/key`, content: 'old', mode: '0600' })],
    after: [
      directory({ path: root }),
      file({ path: `${root}/key`, content: new Secret(canary), mode: '0600' }),
      file({ path: `${root}/new-key`, content: new Secret(canary), mode: '0600' }),
    ],
    stays: /key contains a secret/,
  },
];

/** All that the cases change. */
export const look = sh`
find ${root} /etc/systemd/system/trueup-back.service /etc/systemd/system/trueup-back.service.d -printf '%p %y %m %u:%g %l\n' 2>/dev/null | sort
find ${root} -type f -exec sha256sum {} + 2>/dev/null | sort || true
getent passwd tuback || true; getent group tuback || true
systemctl is-active trueup-back || true; systemctl is-enabled trueup-back 2>/dev/null || true
systemctl show -p Nice --value trueup-back
if systemctl is-active -q trueup-back; then cat /run/trueup-back; fi`;

/** Takes away what a case left. */
export const cleanUp = sh`
systemctl disable -q --now trueup-back.service 2>/dev/null || true
rm -rf ${root} /etc/systemd/system/trueup-back.service /etc/systemd/system/trueup-back.service.d
rm -f /var/lib/trueup/stamps/trueup-back.service /run/trueup-back
userdel tuback 2>/dev/null || true; groupdel tuback 2>/dev/null || true
systemctl daemon-reload`;
