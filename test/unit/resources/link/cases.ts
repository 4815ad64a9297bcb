// What the link type makes of answers.
import { link } from '../../../../lib/kit.js';
import { base64, type ResourceCase } from '../resource-case.js';

const want = link({ path: '/srv/current', to: 'releases/2' });
const linked = (target: string | Buffer): string => `found 0\na1ff:0:0:4:root:root\n${base64(target)}\n`;

export const linkCases: readonly ResourceCase[] = [
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
    then: [{ verb: 'remove', what: 'leftover of an interrupted run' }],
  },
  {
    name: 'a link whose target could not be read is unknown',
    want,
    answer: linked(''),
    then: { unreadable: 'its target could not be read' },
  },
];
