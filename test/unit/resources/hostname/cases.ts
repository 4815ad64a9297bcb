// What the hostname type makes of answers.
import { createHash } from 'node:crypto';
import { hostname } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const want = hostname({ name: 'web1' });
const kept = (text: string, more = ''): string =>
  `found 0\n81a4:0:0:4:root:root\n${sum(text)}  /etc/hostname\n.\n${more}`;

export const hostnameCases: readonly ResourceCase[] = [
  { name: 'an equal name is left alone', want, answer: `web1\n${kept('web1\n')}`, then: [] },
  {
    name: 'another name is told, now and after a boot',
    want,
    answer: `old\n${kept('old\n', `content 0 ${base64('old\n')}\n`)}`,
    then: [
      { verb: 'update', what: 'name', from: 'old', to: 'web1' },
      { verb: 'update', what: 'name after reboot', from: 'old', to: 'web1' },
    ],
  },
  {
    name: 'a missing file is a difference after a boot',
    want,
    answer: 'web1\nfound\n.\n',
    then: [{ verb: 'update', what: 'name after reboot', to: 'web1' }],
  },
  {
    name: 'a file that could not be looked at is unknown',
    want,
    answer: 'web1\nlost 0 Input/output error\nfound\n.\n',
    then: { unreadable: 'Input/output error' },
  },
];
