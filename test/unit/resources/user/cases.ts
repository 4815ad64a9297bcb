// What the user type makes of answers.
import { user } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const groups = 'root:x:0:\napp:x:70:\nadm:x:4:syslog,app\nwww:x:33:app\n';
const want = user({
  name: 'app',
  uid: 7,
  group: 'app',
  groups: ['www', 'adm'],
  home: '/srv/app',
  shell: '/bin/sh',
  comment: 'The app',
});
const said = (entry: string, open = ''): string => `${entry}--\n${groups}--\n${open}`;
const equal = 'app:x:7:70:The app:/srv/app:/bin/sh\n';

export const userCases: readonly ResourceCase[] = [
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
];
