// What the absent type makes of answers.
import { absent } from '../../../../lib/kit.js';
import type { ResourceCase } from '../resource-case.js';

const want = absent({ path: '/etc/nginx/sites-enabled/default' });

export const absentCases: readonly ResourceCase[] = [
  { name: 'nothing where nothing should be is left alone', want, answer: 'found\n', then: [] },
  {
    name: 'a file that should not be there is removed',
    want,
    answer: 'found 0\n81a4:0:0:4:root:root\n',
    then: [{ verb: 'remove', what: 'file' }],
  },
  {
    name: 'a whole directory is removed',
    want: absent({ path: '/srv/old', recursive: true }),
    answer: 'found 0\n41ed:0:0:4096:root:root\n',
    then: [{ verb: 'remove', what: 'directory' }],
  },
  {
    name: 'a path that could not be looked at is not absent',
    want,
    answer: 'lost 0 Input/output error\nfound\n',
    then: { unreadable: 'Input/output error' },
  },
];
