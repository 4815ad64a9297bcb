// The proof of entries in /etc/hosts.
import { hostsEntries, sh } from '../../../lib/kit.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/network/hosts-entries.js';
import { proofOf } from '../proof.js';

const want = hostsEntries({ entries: [{ address: '10.0.0.1', names: ['db1', 'db1.example.org'] }] });
const says = (text: string | Buffer): string => `found 0\n81a4:0:0:9:root:root\n${base64(text)}\n`;
const to = '10.0.0.1 db1 db1.example.org';

const entries = hostsEntries({
  entries: [
    { address: '198.18.77.15', names: ['trueup-db1', 'trueup-db1.example.org'] },
    { address: 'fd00::15', names: ['trueup-db1'] },
  ],
});

export const proof = proofOf<{ entries: readonly { address: string }[] }>({
  type: 'hostsEntries',
  cases: [
    {
      name: 'a file without the block gets it',
      want,
      answer: says('127.0.0.1 localhost\n'),
      then: [{ verb: 'create', what: 'entries', to }],
    },
    {
      name: 'a missing file gets it',
      want,
      answer: 'found\n\n',
      then: [{ verb: 'create', what: 'entries', to }],
    },
    {
      name: 'a template that is not there is not made',
      want: hostsEntries({
        path: '/etc/cloud/hosts.tmpl',
        entries: [{ address: '10.0.0.1', names: ['db1'] }],
      }),
      answer: 'found\n\n',
      then: [],
    },
    {
      name: 'an equal block is left alone, wherever it is',
      want,
      answer: says(`127.0.0.1 localhost\n# trueup: begin\n${to}\n# trueup: end\n# x\n`),
      then: [],
    },
    {
      name: 'another block is told',
      want,
      answer: says('# trueup: begin\n10.0.0.2 db1\n# trueup: end\n'),
      then: [{ verb: 'update', what: 'entries', from: '10.0.0.2 db1', to }],
    },
    {
      name: 'a block without its end counts for nothing',
      want,
      answer: says(`# trueup: begin\n${to}\n127.0.0.1 localhost\n`),
      then: [{ verb: 'create', what: 'entries', to }],
    },
    {
      name: 'a file that others may write is closed to them',
      want,
      answer: `found 0\n81b6:65534:0:9:nobody:root\n${base64(`# trueup: begin\n${to}\n# trueup: end\n`)}\n`,
      then: [
        { verb: 'update', what: 'owner', from: 'nobody', to: 'root' },
        { verb: 'update', what: 'mode', from: '0666', to: '0644' },
      ],
    },
    {
      name: 'a file that is a link is left to whoever made it',
      want,
      answer: `found 0\na1ff:0:0:4:root:root\n${base64('/run/hosts')}\n\n`,
      then: { unreadable: '/etc/hosts is a symbolic link to /run/hosts' },
    },
    {
      name: 'bytes that are no text are left alone',
      want,
      answer: says(Buffer.from([0x31, 0xff])),
      then: { unreadable: '/etc/hosts is not UTF-8 text' },
    },
  ],
  refused: [
    ['an address with a blank', () => hostsEntries({ entries: [{ address: '10.0.0.1 x', names: ['y'] }] })],
    ['an address without a name', () => hostsEntries({ entries: [{ address: '10.0.0.1', names: [] }] })],
    ['a name that is a comment', () => hostsEntries({ entries: [{ address: '10.0.0.1', names: ['#x'] }] })],
  ],
  cycle: {
    title: 'A block of hosts entries',
    before: sh`cp -p /etc/hosts /root/hosts.before`,
    after: sh`mv /root/hosts.before /etc/hosts`,
    resources: [entries],
    atFirst: ['hostsEntries /etc/hosts: create entries'],
    tamperings: [
      {
        name: 'another address in it',
        by: sh`sed -i 's/15 trueup-db1/16 trueup-db1/' /etc/hosts`,
        changes: ['hostsEntries /etc/hosts: update entries'],
      },
      {
        name: 'a line put into it',
        by: sh`sed -i '/trueup: begin/a 10.0.0.1 sneaked' /etc/hosts`,
        changes: ['hostsEntries /etc/hosts: update entries'],
      },
      {
        name: 'a lost end of the block',
        by: sh`sed -i '/trueup: end/d' /etc/hosts`,
        changes: ['hostsEntries /etc/hosts: create entries'],
      },
      {
        name: 'a file that is gone',
        by: sh`rm /etc/hosts`,
        changes: ['hostsEntries /etc/hosts: create entries'],
      },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'hosts entries',
      before: () => [hostsEntries({ entries: [{ address: '198.18.77.15', names: ['tutypes'] }] })],
      after: () => [hostsEntries({ entries: [{ address: '198.18.77.16', names: ['tutypes', 'tutwo'] }] })],
      look: sh`cat /etc/hosts; getent hosts tutypes`,
      cleanUp: sh`sed -i '/^# trueup: begin/,/^# trueup: end/d' /etc/hosts`,
    },
  ],
  removal: {
    name: 'a block of hosts entries',
    resources: [entries],
    there: sh`grep -e trueup /etc/hosts`,
  },
});
