// What the sysctl type makes of answers.
import { createHash } from 'node:crypto';
import { sysctl } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const want = sysctl({ key: 'net.ipv4.tcp_rmem', value: '4096 131072 6291456' });
const file = '/etc/sysctl.d/99-trueup-net.ipv4.tcp_rmem.conf';
const kept = `found 0\n81a4:0:0:4:root:root\n${sum('net.ipv4.tcp_rmem = 4096 131072 6291456\n')}  ${file}\n.\n`;
const missing = 'found\n.\n';
const to = '4096 131072 6291456';

export const sysctlCases: readonly ResourceCase[] = [
  {
    name: 'another value, kept nowhere, is told twice',
    want,
    answer: `is 4096\t131072\t99\n${missing}`,
    then: [
      { verb: 'update', what: 'value', from: '4096 131072 99', to },
      { verb: 'create', what: 'value after a boot', to },
    ],
  },
  { name: 'tabs for blanks are the same value', want, answer: `is 4096\t131072\t6291456\n${kept}`, then: [] },
  {
    name: 'a parameter that the kernel has not is a difference',
    want,
    answer: `none\n${kept}`,
    then: [{ verb: 'update', what: 'value', to }],
  },
  {
    name: 'a parameter that can only be written is unknown',
    want,
    answer: `lost\n${kept}`,
    then: { unreadable: 'its value is write-only' },
  },
  {
    name: 'a value of several lines is no answer',
    want,
    answer: `is one\ntwo\n${kept}`,
    then: { unreadable: 'the answer about paths has "two"' },
  },
];
