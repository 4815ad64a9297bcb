// The proof of directories.
import { directory, sh } from '../../../lib/kit.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/files/directory.js';
import { proofOf } from '../proof.js';

const want = directory({ path: '/srv/app', owner: 'app', mode: '2750' });
const base = '/srv/trueup-paths';
const again = sh`rm -rf ${base}; mkdir -m 755 ${base}`;
const gone = sh`rm -rf ${base}`;

export const proof = proofOf<{ path: string; mode?: string }>({
  type: 'directory',
  cases: [
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
      then: { unreadable: 'unexpected output of stat(1): "what?"' },
    },
  ],
  refused: [
    ['the root folder', () => directory({ path: '/' })],
    ['a path that ends with a slash', () => directory({ path: '/srv/' })],
    ['a mode with a digit that is none', () => directory({ path: '/x', mode: '0799' })],
    ['a group with a line break', () => directory({ path: '/x', group: 'a\nb' })],
  ],
  cycle: {
    title: 'A directory',
    before: again,
    after: gone,
    resources: [
      directory({ path: `${base}/app`, owner: 'ubuntu', mode: '2750' }),
      directory({ path: `${base}/app/data` }),
    ],
    atFirst: [`directory ${base}/app: create directory`, `directory ${base}/app/data: create directory`],
    tamperings: [
      {
        name: 'another mode',
        by: sh`chmod 0777 ${base}/app`,
        changes: [`directory ${base}/app: update mode`],
      },
      {
        name: 'another owner and group',
        by: sh`chown 1:1 ${base}/app/data`,
        changes: [`directory ${base}/app/data: update owner`, `directory ${base}/app/data: update group`],
      },
      {
        name: 'its removal',
        by: sh`rmdir ${base}/app/data`,
        changes: [`directory ${base}/app/data: create directory`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a folder',
    resources: [directory({ path: '/etc/trueup-gone.d' })],
    there: sh`[ -d /etc/trueup-gone.d ]`,
  },
});
