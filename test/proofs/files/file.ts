// The proof of files.
import { createHash } from 'node:crypto';
import { file, Secret, sh } from '../../../lib/kit.js';
import { stagedPath } from '../../../lib/shell/staged-path.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/files/file.js';
import { proofOf } from '../proof.js';

const path = '/etc/app.conf';
const plain = file({ path, content: 'new\n' });
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

const there = (stat: string, text: string, more = ''): string =>
  `found 0\n${stat}\n${sum(text)}  ${path}\n.\n${more}`;

const content = '';
const cyclePath = '/srv/trueup-file/app.conf';
const id = `file ${cyclePath}`;

export const proof = proofOf<{ path: string; mode?: string }>({
  type: 'file',
  cases: [
    {
      name: 'a missing file is created',
      want: plain,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to: 'new\n' }],
    },
    {
      name: 'an equal file is left alone',
      want: plain,
      answer: there('81a4:0:0:4:root:root', 'new\n'),
      then: [],
    },
    {
      name: 'another content is shown beside the wanted one',
      want: plain,
      answer: there('81a4:0:0:4:root:root', 'old\n', `content 0 ${base64('old\n')}\n`),
      then: [{ verb: 'update', what: 'content', from: 'old\n', to: 'new\n' }],
    },
    {
      name: 'a byte order mark is part of the content that is shown',
      want: plain,
      answer: there('81a4:0:0:4:root:root', '\ufeffnew\n', `content 0 ${base64('\ufeffnew\n')}\n`),
      then: [{ verb: 'update', what: 'content', from: '\ufeffnew\n', to: 'new\n' }],
    },
    {
      name: 'a content that is no UTF-8 differs, and is not shown',
      want: plain,
      answer: there('81a4:0:0:4:root:root', 'x', `content 0 ${base64(Buffer.from([0xff, 0xfe]))}\n`),
      then: [{ verb: 'update', what: 'content', to: 'new\n' }],
    },
    {
      name: 'a content that is too large to be shown differs all the same',
      want: plain,
      answer: there('81a4:0:0:999999:root:root', 'x', `content 0 ${base64('x'.repeat(262_145))}\n`),
      then: [{ verb: 'update', what: 'content', to: 'new\n' }],
    },
    {
      name: 'a secret content differs as a secret',
      want: file({ path, content: new Secret('new\n'), mode: '0600' }),
      answer: there('8180:0:0:4:root:root', 'old\n'),
      then: [{ verb: 'update', what: 'content', from: new Secret(''), to: new Secret('new\n') }],
    },
    {
      name: 'an equal secret is left alone',
      want: file({ path, content: new Secret('new\n'), mode: '0600' }),
      answer: there('8180:0:0:4:root:root', 'new\n'),
      then: [],
    },
    {
      name: 'owner, group and mode are told one by one',
      want: file({ path, content: 'new\n', owner: 'app', group: 'www', mode: '0640' }),
      answer: there('81a4:0:0:4:root:root', 'new\n'),
      then: [
        { verb: 'update', what: 'owner', from: 'root', to: 'app' },
        { verb: 'update', what: 'group', from: 'root', to: 'www' },
        { verb: 'update', what: 'mode', from: '0644', to: '0640' },
      ],
    },
    {
      name: 'an owner may be declared by number',
      want: file({ path, content: 'new\n', owner: '1000', group: '4' }),
      answer: there('81a4:1000:4:4:ubuntu:adm', 'new\n'),
      then: [],
    },
    {
      name: 'a set-user-ID bit is part of the mode',
      want: plain,
      answer: there('89a4:0:0:4:root:root', 'new\n'),
      then: [{ verb: 'update', what: 'mode', from: '4644', to: '0644' }],
    },
    {
      name: 'an owner that the host has no name for is told by number',
      want: plain,
      answer: there('81a4:4711:0:4:UNKNOWN:root', 'new\n'),
      then: [{ verb: 'update', what: 'owner', from: '4711', to: 'root' }],
    },
    {
      name: 'a link is told, not followed',
      want: plain,
      answer: `found 0\na1ff:0:0:9:root:root\n${base64('/etc/other')}\n.\n`,
      then: [
        { verb: 'update', what: 'kind', from: 'symbolic link to /etc/other', to: 'file' },
        { verb: 'create', what: 'content', to: 'new\n' },
      ],
    },
    {
      name: 'a directory is told',
      want: plain,
      answer: 'found 0\n41ed:0:0:4096:root:root\n.\n',
      then: [
        { verb: 'update', what: 'kind', from: 'directory', to: 'file' },
        { verb: 'create', what: 'content', to: 'new\n' },
      ],
    },
    {
      name: 'what a killed run left is told, also where nothing else differs',
      want: plain,
      answer: there('81a4:0:0:4:root:root', 'new\n', 'left 0\n'),
      then: [{ verb: 'remove', what: 'leftover from an interrupted run' }],
    },
    {
      name: 'a path that could not be looked at is not missing',
      want: plain,
      answer: 'lost 0 Permission denied\nfound\n.\n',
      then: { unreadable: 'Permission denied' },
    },
    {
      name: 'a file that could not be read is not a different one',
      want: plain,
      answer: 'found 0\n81a4:0:0:4:root:root\n.\n',
      then: { unreadable: 'its content could not be read' },
    },
    {
      name: 'a line break in the path is read as coreutils writes it',
      want: file({ path: '/a\nb\\c', content: 'x' }),
      answer: `found 0\n81a4:0:0:1:root:root\n\\${sum('x')}  /a\\nb\\\\c\n.\n`,
      then: [],
    },
    {
      name: 'a line break in the path is read as busybox writes it',
      want: file({ path: '/a\nb\\c', content: 'x' }),
      answer: `found 0\n81a4:0:0:1:root:root\n${sum('x')}  /a\nb\\c\n.\n`,
      then: [],
    },
    {
      name: 'a path that looks like the end of the digests ends nothing',
      want: file({ path: `/x\n.\n${sum('y')}  `, content: 'x' }),
      answer: `found 0\n81a4:0:0:1:root:root\n${sum('x')}  /x\n.\n${sum('y')}  \n.\n`,
      then: [],
    },
    {
      name: 'an answer that ends early is none',
      want: plain,
      answer: 'found 0\n81a4:0:0:4:root:root\n',
      then: { unreadable: 'the answer about files is incomplete' },
    },
    {
      name: 'a failed question is no answer',
      want: plain,
      answer: '',
      status: 1,
      then: { unreadable: 'the probe of files failed with status 1' },
    },
    {
      name: 'digests of other files are no answer',
      want: plain,
      answer: `found 0\n81a4:0:0:4:root:root\n${sum('new\n')}  /etc/other\n.\n`,
      then: { unreadable: 'sha256sum(1) printed lines for files that were not queried' },
    },
  ],
  refused: [
    ['a relative path', () => file({ path: 'etc/x', content })],
    ['an empty path', () => file({ path: '', content })],
    ['a mode of three digits', () => file({ path: '/x', content, mode: '644' })],
    ['an owner that is an option', () => file({ path: '/x', content, owner: '-R' })],
    ['an owner with a group in it', () => file({ path: '/x', content, owner: 'a:b' })],
  ],
  cycle: {
    title: 'A file',
    before: sh`rm -rf /srv/trueup-file; mkdir -m 755 /srv/trueup-file`,
    after: sh`rm -rf /srv/trueup-file`,
    resources: [file({ path: cyclePath, content: 'port 80\n', owner: 'ubuntu', group: '4', mode: '0640' })],
    atFirst: [`${id}: create content`],
    tamperings: [
      { name: 'another content', by: sh`echo 'port 81' >${cyclePath}`, changes: [`${id}: update content`] },
      { name: 'a longer content', by: sh`echo '# x' >>${cyclePath}`, changes: [`${id}: update content`] },
      { name: 'an empty content', by: sh`: >${cyclePath}`, changes: [`${id}: update content`] },
      { name: 'another mode', by: sh`chmod 4666 ${cyclePath}`, changes: [`${id}: update mode`] },
      {
        name: 'another owner and group',
        by: sh`chown root:root ${cyclePath}`,
        changes: [`${id}: update owner`, `${id}: update group`],
      },
      { name: 'an owner without a name', by: sh`chown 12345 ${cyclePath}`, changes: [`${id}: update owner`] },
      { name: 'its removal', by: sh`rm ${cyclePath}`, changes: [`${id}: create content`] },
      {
        name: 'a link in its place, and leaves what that points to',
        by: sh`mv ${cyclePath} /srv/trueup-file/elsewhere; ln -s elsewhere ${cyclePath}`,
        changes: [`${id}: update kind`, `${id}: create content`],
      },
      {
        name: 'a link to a directory in its place',
        by: sh`ln -sfn /etc ${cyclePath}`,
        changes: [`${id}: update kind`, `${id}: create content`],
      },
      {
        name: 'a pipe in its place, without waiting for it',
        by: sh`rm ${cyclePath}; mkfifo ${cyclePath}`,
        changes: [`${id}: update kind`, `${id}: create content`],
      },
      {
        name: 'what a killed run left beside it',
        by: sh`echo half >${stagedPath(cyclePath)}`,
        changes: [`${id}: remove leftover from an interrupted run`],
      },
      {
        name: 'a binary content of a megabyte',
        by: sh`head -c 1000000 /dev/urandom >${cyclePath}`,
        changes: [`${id}: update content`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a file',
    resources: [file({ path: '/etc/trueup-gone.txt', content: 'x\n' })],
    there: sh`[ -e /etc/trueup-gone.txt ]`,
  },
});
