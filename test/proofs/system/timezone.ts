// The proof of the time zone.
import { timezone, sh, packages } from '../../../lib/kit.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/system/timezone.js';
import { proofOf } from '../proof.js';

const berlin = timezone({ name: 'Europe/Berlin' });
const utc = timezone({ name: 'Etc/UTC' });
const linked = (to: string): string => `found 0\na1ff:0:0:4:root:root\n${base64(to)}\n`;

export const proof = proofOf<{ name: string }>({
  type: 'timezone',
  cases: [
    {
      name: 'no file means UTC',
      want: berlin,
      answer: 'none\nfound\n',
      then: [{ verb: 'update', what: 'time zone', from: 'UTC', to: 'Europe/Berlin' }],
    },
    { name: 'no file will do for UTC', want: utc, answer: 'none\nfound\n', then: [] },
    {
      name: 'UTC has two names',
      want: utc,
      answer: `is UTC\n${linked('../usr/share/zoneinfo/UTC')}`,
      then: [],
    },
    {
      name: 'an absolute and a relative link mean the same zone',
      want: berlin,
      answer: `is Europe/Berlin\n${linked('../usr/share/zoneinfo/Europe/Berlin')}`,
      then: [],
    },
    {
      name: 'another name in /etc/timezone is told',
      want: berlin,
      answer: `is Asia/Tokyo\n${linked('/usr/share/zoneinfo/Europe/Berlin')}`,
      then: [{ verb: 'update', what: 'name in /etc/timezone', from: 'Asia/Tokyo', to: 'Europe/Berlin' }],
    },
    {
      name: 'a copy in place of the link is told',
      want: berlin,
      answer: 'none\nfound 0\n81a4:0:0:4:root:root\n',
      then: [{ verb: 'update', what: 'time zone', from: 'file', to: 'Europe/Berlin' }],
    },
  ],
  refused: [['a zone that leads elsewhere', () => timezone({ name: '../../etc/passwd' })]],
  cycle: {
    title: 'The time zone',
    before: sh`
apt-get -qq -y purge tzdata >/dev/null 2>&1
rm -f /etc/localtime
echo Etc/UTC >/etc/timezone`,
    after: sh`rm -f /etc/localtime /etc/timezone`,
    resources: [packages({ names: ['tzdata'] }), timezone({ name: 'Europe/Berlin' })],
    atFirst: [
      'apt.packages tzdata: create package tzdata',
      'timezone /etc/localtime: update time zone',
      'timezone /etc/localtime: update name in /etc/timezone',
    ],
    tamperings: [
      {
        name: 'another zone',
        by: sh`ln -sf /usr/share/zoneinfo/Asia/Tokyo /etc/localtime`,
        changes: ['timezone /etc/localtime: update time zone'],
      },
      {
        name: 'a copy in place of the link',
        by: sh`rm /etc/localtime; cp /usr/share/zoneinfo/Europe/Berlin /etc/localtime`,
        changes: ['timezone /etc/localtime: update time zone'],
      },
      {
        name: 'a zone that is gone',
        by: sh`rm /etc/localtime`,
        changes: ['timezone /etc/localtime: update time zone'],
      },
      {
        name: 'another name in /etc/timezone',
        by: sh`echo Asia/Tokyo >/etc/timezone`,
        changes: ['timezone /etc/localtime: update name in /etc/timezone'],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'timezone',
      before: () => [packages({ names: ['tzdata'] }), timezone({ name: 'Asia/Tokyo' })],
      after: () => [timezone({ name: 'Europe/Berlin' })],
      look: sh`readlink /etc/localtime; cat /etc/timezone 2>/dev/null || true; date +%Z`,
      cleanUp: sh`ln -sf /usr/share/zoneinfo/Etc/UTC /etc/localtime; if [ -e /etc/timezone ]; then echo Etc/UTC >/etc/timezone; fi`,
    },
  ],
  removal: 'none: it has no `remove`, so what it made stays',
});
