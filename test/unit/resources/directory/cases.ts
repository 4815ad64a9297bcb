// What the directory type makes of answers.
import { directory } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const want = directory({ path: '/srv/app', owner: 'app', mode: '2750' });

export const directoryCases: readonly ResourceCase[] = [
  {
    name: 'a missing directory is created',
    want,
    answer: 'found\n',
    then: [{ verb: 'create', what: 'directory' }],
  },
  { name: 'an equal directory is left alone', want, answer: 'found 0\n45e8:7:0:4096:app:root\n', then: [] },
  {
    name: 'owner and mode are told one by one',
    want,
    answer: 'found 0\n41ed:0:0:4096:root:root\n',
    then: [
      { verb: 'update', what: 'owner', from: 'root', to: 'app' },
      { verb: 'update', what: 'mode', from: '0755', to: '2750' },
    ],
  },
  {
    name: 'a link to a directory is no directory',
    want,
    answer: `found 0\na1ff:0:0:4:root:root\n${base64('/mnt')}\n`,
    then: [{ verb: 'update', what: 'kind', from: 'symbolic link to /mnt', to: 'directory' }],
  },
  {
    name: 'a line that stat never writes is no answer',
    want,
    answer: 'found 0\nwhat?\n',
    then: { unreadable: 'stat(1) answered "what?"' },
  },
];
