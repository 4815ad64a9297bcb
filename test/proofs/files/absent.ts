// The proof of absent paths.
import { absent, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/files/absent.js';
import { proofOf } from '../proof.js';

const want = absent({ path: '/etc/nginx/sites-enabled/default' });
const base = '/srv/trueup-paths';
const again = sh`rm -rf ${base}; mkdir -m 755 ${base}`;
const gone = sh`rm -rf ${base}`;

export const proof = proofOf<{ path: string }>({
  type: 'absent',
  cases: [
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
  ],
  refused: [
    ['a path with an empty part', () => absent({ path: '/srv//x' })],
    ['the removal of a whole top folder', () => absent({ path: '/etc', recursive: true })],
  ],
  cycle: {
    title: 'An absent path',
    before: sh`${again}
echo x >${base}/file; mkdir -p ${base}/tree/deep; echo x >${base}/tree/deep/f; ln -s nowhere ${base}/dangling`,
    after: gone,
    resources: [
      absent({ path: `${base}/file` }),
      absent({ path: `${base}/dangling` }),
      absent({ path: `${base}/tree`, recursive: true }),
    ],
    atFirst: [
      `absent ${base}/file: remove file`,
      `absent ${base}/dangling: remove symbolic link to nowhere`,
      `absent ${base}/tree: remove directory`,
    ],
    tamperings: [
      {
        name: 'an empty directory that came',
        by: sh`mkdir ${base}/file`,
        changes: [`absent ${base}/file: remove directory`],
      },
      {
        name: 'a link to a directory that came, and leaves the directory',
        by: sh`mkdir ${base}/kept; ln -s kept ${base}/tree`,
        changes: [`absent ${base}/tree: remove symbolic link to kept`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: 'none: it makes nothing',
});
