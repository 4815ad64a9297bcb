// The proof of users.
import { user, sh, group } from '../../../lib/kit.js';
import type { UserWant } from '../../../lib/resources/accounts/user.js';
import { tamper } from '../../../lib/testing/tamper/accounts/user.js';
import { proofOf } from '../proof.js';

const want = user({
  name: 'app',
  uid: 7,
  group: 'app',
  groups: ['www', 'adm'],
  home: '/srv/app',
  shell: '/bin/sh',
  comment: 'The app',
});

const groups = 'root:x:0:\napp:x:70:\nadm:x:4:syslog,app\nwww:x:33:app\n';
const said = (entry: string, open = ''): string => `${entry}--\n${groups}--\n${open}`;
const equal = 'app:x:7:70:The app:/srv/app:/bin/sh\n';

const tidy = sh`
for name in trueupapp trueupops trueupplain; do userdel -r "$name" 2>/dev/null || true; done
for name in trueupapp trueupteam trueupother trueupplain; do groupdel "$name" 2>/dev/null || true; done
rm -rf /home/trueupops`;

export const proof = proofOf<UserWant>({
  type: 'user',
  cases: [
    { name: 'a missing user is created', want, answer: said(''), then: [{ verb: 'create', what: 'user' }] },
    {
      name: 'a missing system user is created',
      want: user({ name: 'app', system: true }),
      answer: said(''),
      then: [{ verb: 'create', what: 'user' }],
    },
    { name: 'an equal user is left alone', want, answer: said(equal), then: [] },
    {
      name: 'a user of whom little is declared is left alone',
      want: user({ name: 'app' }),
      answer: said('app:x:99:12::/:/bin/false\n'),
      then: [],
    },
    {
      name: 'everything that differs is told, the number too',
      want,
      answer: said('app:x:8:99:Other:/home/app:/bin/bash\n', 'app\n'),
      then: [
        { verb: 'update', what: 'uid', from: '8', to: '7' },
        { verb: 'update', what: 'group', from: '99', to: 'app' },
        { verb: 'update', what: 'home', from: '/home/app', to: '/srv/app' },
        { verb: 'update', what: 'shell', from: '/bin/bash', to: '/bin/sh' },
        { verb: 'update', what: 'comment', from: 'Other', to: 'The app' },
        { verb: 'update', what: 'password', from: 'usable', to: 'locked' },
      ],
    },
    {
      name: 'a group too many is told',
      want: user({ name: 'app', groups: ['adm'] }),
      answer: said(equal),
      then: [{ verb: 'update', what: 'groups', from: 'adm, www', to: 'adm' }],
    },
    {
      name: 'an answer without its end is none',
      want,
      answer: `${equal}--\n${groups}`,
      then: { unreadable: 'the answer about users is incomplete' },
    },
  ],
  refused: [
    ['a user that is an option', () => user({ name: '-rf' })],
    ['a user that is a number', () => user({ name: '1000' })],
    ['a user called root', () => user({ name: 'root' })],
    ['a supplementary group that is an option', () => user({ name: 'app', groups: ['-x'] })],
    ['a comment with a colon', () => user({ name: 'app', comment: 'a:b' })],
    ['a comment with a line break', () => user({ name: 'app', comment: 'a\nroot::0:0' })],
    ['a shell that is no path', () => user({ name: 'app', shell: 'bash' })],
  ],
  cycle: {
    title: 'A user',
    before: tidy,
    after: tidy,
    resources: [
      group({ name: 'trueupteam' }),
      user({
        name: 'trueupops',
        uid: 4567,
        groups: ['trueupteam', 'adm'],
        home: '/home/trueupops',
        shell: '/bin/sh',
        comment: 'Ops $(reboot) "x", ü',
      }),
      user({ name: 'trueupapp', system: true }),
    ],
    atFirst: ['group trueupteam: create group', 'user trueupops: create user', 'user trueupapp: create user'],
    tamperings: [
      { name: 'another number', by: sh`usermod -u 4568 trueupops`, changes: ['user trueupops: update uid'] },
      {
        name: 'another shell and home',
        by: sh`usermod -s /bin/false -d /tmp trueupops`,
        changes: ['user trueupops: update home', 'user trueupops: update shell'],
      },
      {
        name: 'another comment',
        by: sh`usermod -c '' trueupops`,
        changes: ['user trueupops: update comment'],
      },
      {
        name: 'a group too many',
        by: sh`usermod -aG sudo trueupops`,
        changes: ['user trueupops: update groups'],
      },
      {
        name: 'a group too few',
        by: sh`usermod -G adm trueupops`,
        changes: ['user trueupops: update groups'],
      },
      {
        name: 'a password',
        by: sh`echo trueupops:hunter2 | chpasswd`,
        changes: ['user trueupops: update password'],
      },
      {
        name: 'an empty password',
        by: sh`passwd -dq trueupapp`,
        changes: ['user trueupapp: update password'],
      },
      { name: 'its removal', by: sh`userdel trueupapp`, changes: ['user trueupapp: create user'] },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a user',
    resources: [user({ name: 'trueupgoer', system: true, home: '/nonexistent', shell: '/usr/sbin/nologin' })],
    there: sh`getent passwd trueupgoer >/dev/null`,
  },
});
