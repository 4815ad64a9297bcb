// What the timezone type makes of answers.
import { timezone } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const berlin = timezone({ name: 'Europe/Berlin' });
const utc = timezone({ name: 'Etc/UTC' });
const linked = (to: string): string => `found 0\na1ff:0:0:4:root:root\n${base64(to)}\n`;

export const timezoneCases: readonly ResourceCase[] = [
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
];
