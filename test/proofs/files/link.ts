// The proof of links.
import { link, sh } from '../../../lib/kit.js';
import { stagedPath } from '../../../lib/shell/staged-path.js';
import { base64 } from '../../unit/resources/resource-case.js';
import { tamper } from '../../../lib/testing/tamper/files/link.js';
import { proofOf } from '../proof.js';

const want = link({ path: '/srv/current', to: 'releases/2' });
const linked = (target: string | Buffer): string => `found 0\na1ff:0:0:4:root:root\n${base64(target)}\n`;
const base = '/srv/trueup-paths';
const again = sh`rm -rf ${base}; mkdir -m 755 ${base}`;
const gone = sh`rm -rf ${base}`;

export const proof = proofOf<{ path: string }>({
  type: 'link',
  cases: [
    {
      name: 'a missing link is created',
      want,
      answer: 'found\n',
      then: [{ verb: 'create', what: 'link', to: 'releases/2' }],
    },
    { name: 'an equal link is left alone', want, answer: linked('releases/2'), then: [] },
    {
      name: 'another target is told',
      want,
      answer: linked('releases/1'),
      then: [{ verb: 'update', what: 'target', from: 'releases/1', to: 'releases/2' }],
    },
    {
      name: 'a target that is no UTF-8 differs from any that is',
      want,
      answer: linked(Buffer.from([0xe9])),
      then: [{ verb: 'update', what: 'target', from: 'é', to: 'releases/2' }],
    },
    {
      name: 'a file in its place is told',
      want,
      answer: 'found 0\n81a4:0:0:4:root:root\n',
      then: [{ verb: 'update', what: 'kind', from: 'file', to: 'symbolic link to releases/2' }],
    },
    {
      name: 'what a killed run left is told',
      want,
      answer: `${linked('releases/2')}left 0\n`,
      then: [{ verb: 'remove', what: 'leftover from an interrupted run' }],
    },
    {
      name: 'a link whose target could not be read is unknown',
      want,
      answer: linked(''),
      then: { unreadable: 'its target could not be read' },
    },
  ],
  refused: [['a path with a part that leads up', () => link({ path: '/srv/../etc/x', to: 'y' })]],
  cycle: {
    title: 'A link',
    before: again,
    after: gone,
    resources: [link({ path: `${base}/current`, to: 'releases/1' })],
    atFirst: [`link ${base}/current: create link`],
    tamperings: [
      {
        name: 'another target',
        by: sh`ln -sfn releases/0 ${base}/current`,
        changes: [`link ${base}/current: update target`],
      },
      {
        name: 'a target that is a directory',
        by: sh`mkdir ${base}/d; ln -sfn ${base}/d ${base}/current`,
        changes: [`link ${base}/current: update target`],
      },
      {
        name: 'a target that differs by a line break at its end',
        by: sh`ln -sfn ${'releases/1\n'} ${base}/current`,
        changes: [`link ${base}/current: update target`],
      },
      {
        name: 'a file in its place',
        by: sh`rm ${base}/current; echo x >${base}/current`,
        changes: [`link ${base}/current: update kind`],
      },
      { name: 'its removal', by: sh`rm ${base}/current`, changes: [`link ${base}/current: create link`] },
      {
        name: 'what a killed run left beside it',
        by: sh`ln -s half ${stagedPath(`${base}/current`)}`,
        changes: [`link ${base}/current: remove leftover from an interrupted run`],
      },
    ],
  },
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a link',
    resources: [link({ path: '/etc/trueup-gone.link', to: '/etc/hosts' })],
    there: sh`[ -L /etc/trueup-gone.link ]`,
  },
});
