// The proof of kernel parameters.
import { sysctl, sh } from '../../../lib/kit.js';
import { fileAnswer } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/system/sysctl.js';
import { proofOf } from '../proof.js';

const want = sysctl({ key: 'net.ipv4.tcp_rmem', value: '4096 131072 6291456' });
const missing = '.\nfound\n.\n';
const to = '4096 131072 6291456';
const file = '/etc/sysctl.d/99-trueup-net.ipv4.tcp_rmem.conf';
const kept = `.\n${fileAnswer(file, 'net.ipv4.tcp_rmem = 4096 131072 6291456\n')}`;

/** What other files say of it, and our drop-in as it should be. */
const others = (...lines: readonly string[]): string =>
  [...lines.map((line) => `/proc/sys/net/ipv4/tcp_rmem\t${line}`), kept].join('\n');

export const forward = '/proc/sys/net/ipv4/ip_forward';

/** As a host has them that nobody configured. */
export const unset = sh`
rm -f /etc/sysctl.d/99-trueup-*
echo 0 >${forward}
echo 32768 60999 >/proc/sys/net/ipv4/ip_local_port_range
echo 0 >/proc/sys/net/ipv4/conf/lo/rp_filter`;

const ports = 'sysctl net.ipv4.ip_local_port_range';
const dropIn = '/etc/sysctl.d/99-trueup-net.ipv4.ip_forward.conf';
const port = 'net.ipv4.ip_local_port_range';
const rollbackForward = 'net.ipv4.ip_forward';

export const proof = proofOf<{ key: string }>({
  type: 'sysctl',
  cases: [
    {
      name: 'another value, kept nowhere, is told twice',
      want,
      answer: `is 4096\t131072\t99\n${missing}`,
      then: [
        { verb: 'update', what: 'value', from: '4096 131072 99', to },
        { verb: 'create', what: 'value after reboot', to },
      ],
    },
    {
      name: 'tabs for blanks are the same value',
      want,
      answer: `is 4096\t131072\t6291456\n${kept}`,
      then: [],
    },
    {
      name: 'a file that is read later names the one that wins at boot',
      want,
      answer: `is ${to}\n${others('/etc/sysctl.d/99-zz.conf\t3\t4096  87380\t99')}`,
      then: [
        {
          verb: 'update',
          what: 'value after reboot',
          from: '4096 87380 99 (/etc/sysctl.d/99-zz.conf:3)',
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
        { verb: 'update', what: 'value after reboot', from: '1 2 3 (/etc/sysctl.d/zz.conf:1)', to },
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
      then: { unreadable: 'the parameter is write-only' },
    },
    {
      name: 'a value of several lines is no answer',
      want,
      answer: `is one\ntwo\n${kept}`,
      then: { unreadable: 'unexpected answer about kernel parameters: "two"' },
    },
  ],
  refused: [
    ['a parameter that leads out of /proc/sys', () => sysctl({ key: '../../etc/x', value: '1' })],
    ['a parameter that leads out in dots', () => sysctl({ key: 'net//x', value: '1' })],
    ['a parameter of one part', () => sysctl({ key: 'net', value: '1' })],
    ['a value of two lines', () => sysctl({ key: 'net.x', value: '1\nkernel.x = 2' })],
    ['an empty value', () => sysctl({ key: 'net.x', value: ' ' })],
  ],
  cycle: {
    title: 'A kernel parameter',
    before: unset,
    after: unset,
    resources: [
      sysctl({ key: 'net.ipv4.ip_forward', value: '1' }),
      sysctl({ key: 'net.ipv4.ip_local_port_range', value: '20000 61000' }),
      sysctl({ key: 'net/ipv4/conf/lo/rp_filter', value: '2' }),
    ],
    atFirst: [
      'sysctl net.ipv4.ip_forward: update value',
      'sysctl net.ipv4.ip_forward: create value after reboot',
      `${ports}: update value`,
      `${ports}: create value after reboot`,
      'sysctl net/ipv4/conf/lo/rp_filter: update value',
      'sysctl net/ipv4/conf/lo/rp_filter: create value after reboot',
    ],
    tamperings: [
      {
        name: 'another value',
        by: sh`echo 0 >${forward}`,
        changes: ['sysctl net.ipv4.ip_forward: update value'],
      },
      {
        name: 'another value after reboot',
        by: sh`sed -i s/1/0/ ${dropIn}`,
        changes: ['sysctl net.ipv4.ip_forward: update value after reboot'],
      },
      {
        name: 'a drop-in that is gone',
        by: sh`rm ${dropIn}`,
        changes: ['sysctl net.ipv4.ip_forward: create value after reboot'],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'sysctl',
      before: () => [sysctl({ key: port, value: '20000 61000' })],
      after: () => [
        sysctl({ key: port, value: '21000 61000' }),
        sysctl({ key: rollbackForward, value: '1' }),
      ],
      look: sh`cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv4/ip_local_port_range; grep -r . /etc/sysctl.d/ | grep trueup`,
      cleanUp: sh`rm -f /etc/sysctl.d/99-trueup-*; echo 0 >/proc/sys/net/ipv4/ip_forward; echo 32768 60999 >/proc/sys/net/ipv4/ip_local_port_range`,
    },
  ],
  removal: {
    name: 'a kernel setting for the next boot',
    resources: [sysctl({ key: 'net.ipv4.ip_default_ttl', value: '64' })],
    there: sh`grep -rqs ip_default_ttl /etc/sysctl.d`,
  },
});
