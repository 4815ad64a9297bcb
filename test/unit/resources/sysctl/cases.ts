// What the sysctl type makes of answers.
import { createHash } from 'node:crypto';
import { sysctl } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const want = sysctl({ key: 'net.ipv4.tcp_rmem', value: '4096 131072 6291456' });
const file = '/etc/sysctl.d/99-trueup-net.ipv4.tcp_rmem.conf';
const kept = `.\nfound 0\n81a4:0:0:4:root:root\n${sum('net.ipv4.tcp_rmem = 4096 131072 6291456\n')}  ${file}\n.\n`;
const missing = '.\nfound\n.\n';
const to = '4096 131072 6291456';

/** What other files say of it, and our drop-in as it should be. */
const others = (...lines: readonly string[]): string =>
  [...lines.map((line) => `/proc/sys/net/ipv4/tcp_rmem\t${line}`), kept].join('\n');

export const sysctlCases: readonly ResourceCase[] = [
  {
    name: 'another value, kept nowhere, is told twice',
    want,
    answer: `is 4096\t131072\t99\n${missing}`,
    then: [
      { verb: 'update', what: 'value', from: '4096 131072 99', to },
      { verb: 'create', what: 'value after reboot', to },
    ],
  },
  { name: 'tabs for blanks are the same value', want, answer: `is 4096\t131072\t6291456\n${kept}`, then: [] },
  {
    name: 'a file that is read later names the one that wins at boot',
    want,
    answer: `is ${to}\n${others('/etc/sysctl.d/99-zz.conf\t3\t4096  87380\t99')}`,
    then: [
      {
        verb: 'update',
        what: 'value after reboot',
        from: '4096 87380 99, by /etc/sysctl.d/99-zz.conf:3',
        to,
      },
    ],
  },
  {
    name: 'the last of two lines in later files counts',
    want,
    answer: `is ${to}\n${others('/run/sysctl.d/99-uu.conf\t1\t1 2 3', `/etc/sysctl.d/zz.conf\t2\t${to}`)}`,
    then: [],
  },
  {
    name: 'a file that is read before ours may say what it likes, sysctl.conf by its link too',
    want,
    answer: `is ${to}\n${others('/usr/lib/sysctl.d/50-x.conf\t1\t1 2 3', '/etc/sysctl.d/99-sysctl.conf\t1\t1 2 3')}`,
    then: [],
  },
  {
    name: 'another value now is told beside who wins at boot',
    want,
    answer: `is 1 2 3\n${others('/etc/sysctl.d/zz.conf\t1\t1 2 3')}`,
    then: [
      { verb: 'update', what: 'value', from: '1 2 3', to },
      { verb: 'update', what: 'value after reboot', from: '1 2 3, by /etc/sysctl.d/zz.conf:1', to },
    ],
  },
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
    then: { unreadable: 'the answer about kernel parameters has "two"' },
  },
];
