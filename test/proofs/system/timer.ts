// The proof of timers.
import { Secret, sh, timer } from '../../../lib/kit.js';
import type { TimerWant } from '../../../lib/resources/system/timer-want.js';
import { unitFiles } from '../../../lib/resources/system/timer-units.js';
import { fileAnswer, base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/system/timer.js';
import { proofOf, type Refused } from '../proof.js';

const name = 'trueup-tried';
const folder = '/etc/systemd/system';
const paths = [`${folder}/${name}.service`, `${folder}/${name}.timer`] as const;
const link = `${folder}/timers.target.wants/${name}.timer`;
const env = `${folder}/${name}.env`;
const job = {
  name,
  command: `printf '%s\\n' "$GREETING $TOKEN \\\\ 100%" >>/var/tmp/${name}`,
  onCalendar: ['Mon..Fri 07:30', 'monthly'],
  persistent: true,
  randomizedDelaySec: '1h 30min',
  user: 'nobody',
  environment: { GREETING: 'it\'s "$5" \\ 7%', TOKEN: new Secret('only $for "this" `test` \\') },
} satisfies TimerWant;
const plain = timer({ name, command: 'true', onCalendar: 'daily' });
const texts = unitFiles(plain.want as TimerWant).map(({ content }) => content);
const [service = '', text = ''] = texts;
const enabled = `found 0\na1ff:0:0:4:root:root\n${base64(`${folder}/${name}.timer`)}\n`;
const says = (links: string, active: string, units: string, files: string): string =>
  `${links}== active\nActiveState=${active}\n== units\n${units}== files\n${files}== environment\nfound\n.\n`;
const two = paths.map((path, at) => fileAnswer(path, texts[at] ?? '').split('\n'));
const both = `found 0 1\n${two.map((lines) => lines[1]).join('\n')}\n${two.map((lines) => lines[2]).join('\n')}\n.\n`;
const id = `timer ${name}`;
const refused = (what: string, wrong: Partial<TimerWant>): Refused => [
  what,
  () => timer({ ...job, ...wrong }),
];
const bare = { name, onCalendar: 'daily' };
const gone = sh`
systemctl disable -q --now ${`${name}.timer`} 2>/dev/null || true
rm -f -- ${[...paths, link, env, `/var/tmp/${name}`, `/var/lib/systemd/timers/stamp-${name}.timer`]}
systemctl daemon-reload
systemctl reset-failed ${`${name}.timer`} 2>/dev/null || true`;
const look = sh`cat ${paths}; ls -l --time-style=+ ${env} 2>&1 || true; readlink ${link}; systemctl show -p ActiveState,NeedDaemonReload,TimersCalendar ${`${name}.timer`} | sed 's/next_elapse=[^}]*//'`;

export const proof = proofOf<TimerWant>({
  type: 'timer',
  cases: [
    {
      name: 'a timer that is not there is created',
      want: plain,
      answer: says('found\n', 'inactive', '.\n.\n', 'found\n.\n'),
      then: [
        { verb: 'create', what: `content of ${name}.service`, to: service },
        { verb: 'create', what: `content of ${name}.timer`, to: text },
        { verb: 'update', what: 'start at boot', from: 'disabled', to: 'enabled' },
        { verb: 'update', what: 'state', from: 'inactive', to: 'active' },
      ],
    },
    {
      name: 'a timer that runs is left alone',
      want: plain,
      answer: says(enabled, 'active', '.\n.\n', both),
      then: [],
    },
    {
      name: 'a file that systemd has not read is told once',
      want: plain,
      answer: says(enabled, 'active', 'reload\n.\nreload\n.\n', both),
      then: [{ verb: 'run', what: 'daemon-reload' }],
    },
    {
      name: 'a time that somebody overrides is told',
      want: plain,
      answer: says(enabled, 'active', `.\nOnCalendar\tweekly\tdaily\t/etc/x.conf:3\n.\n`, both),
      then: [
        {
          verb: 'update',
          what: `OnCalendar of ${name}.timer`,
          from: 'weekly (/etc/x.conf:3)',
          to: 'daily',
        },
      ],
    },
    {
      name: 'a host that told of fewer timers did not answer',
      want: plain,
      answer: says('found\n', '', '.\n.\n', 'found\n.\n'),
      then: { unreadable: 'systemctl reported 0 timers instead of 1' },
    },
  ],
  samples: [{ resource: timer(job), answer: says('found\n', 'inactive', '.\n.\n', 'found\n.\n') }],
  refused: [
    refused('a name that leads elsewhere', { name: '../x' }),
    refused('a name with a suffix', { name: 'x.timer' }),
    refused('a command of two lines', { command: 'true\nfalse' }),
    refused('a command beside a unit', { unit: 'x.service' }),
    ['neither command nor unit', () => timer(bare)],
    ['a unit without a suffix', () => timer({ ...bare, unit: 'x' })],
    ['a user of a unit', () => timer({ ...bare, unit: 'x.service', user: 'nobody' })],
    ['a timer without a time', () => timer({ name, command: 'true' })],
    [
      'what was missed where no time says when',
      () => timer({ name, command: 'true', onBootSec: '1', persistent: true }),
    ],
    refused('a time of two lines', { onCalendar: 'daily\nUnit=x' }),
    refused('a time that is an option', { onCalendar: '--help' }),
    refused('a span without a unit that is known', { onBootSec: '3 fortnights' }),
    refused('a description that takes the next line in', { description: 'x\\' }),
    refused('a user with a blank', { user: 'no body' }),
    refused('a folder that leads elsewhere', { workingDirectory: '/srv/../etc' }),
    refused('a variable of two words', { environment: { 'A B': '' } }),
    refused('a secret of two lines', { environment: { A: new Secret('x\nB=y') } }),
  ],
  cycle: {
    title: 'A timer',
    before: gone,
    after: gone,
    resources: [timer(job)],
    atFirst: [
      `${id}: create content of ${name}.service`,
      `${id}: create content of ${name}.timer`,
      `${id}: create secret environment: content`,
      `${id}: update start at boot`,
      `${id}: update state`,
    ],
    tamperings: [
      {
        name: 'another command',
        by: sh`sed -i s/100/101/ ${paths[0]}`,
        changes: [`${id}: update content of ${name}.service`, `${id}: run daemon-reload`],
      },
      {
        name: 'another time, of which systemd was told',
        by: sh`sed -i s/07:30/07:31/ ${paths[1]}; systemctl daemon-reload`,
        changes: [`${id}: update content of ${name}.timer`],
      },
      {
        name: 'a stopped timer',
        by: sh`systemctl stop ${`${name}.timer`}`,
        changes: [`${id}: update state`],
      },
      {
        name: 'a disabled timer',
        by: sh`systemctl disable -q ${`${name}.timer`}`,
        changes: [`${id}: update start at boot`],
      },
      {
        name: 'a secret that others may read',
        by: sh`chmod 644 ${env}`,
        changes: [`${id}: update secret environment: mode`],
      },
      {
        name: 'nothing, once the command ran with what was declared',
        by: sh`systemctl start ${`${name}.service`}; [ "$(cat ${`/var/tmp/${name}`})" = ${`it's "$5" \\ 7% only $for "this" \`test\` \\ \\ 100%`} ]`,
        changes: [],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a new timer',
      before: () => [],
      after: () => [plain],
      look: sh`{ ${look}; } 2>&1 || true`,
      cleanUp: gone,
    },
    {
      title: 'a timer with another time and no secret',
      before: () => [timer({ ...job, environment: {} })],
      after: () => [plain],
      look,
      cleanUp: gone,
    },
  ],
  removal: {
    name: 'a timer',
    resources: [timer(job)],
    there: sh`ls ${paths} ${env} ${link} 2>/dev/null || systemctl is-active -q ${`${name}.timer`} || systemctl is-failed -q ${`${name}.timer`}`,
  },
});
