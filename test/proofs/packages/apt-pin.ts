// The proof of apt's preferences.
import { aptPin, sh } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/packages/apt-pin.js';
import type { AptPinWant } from '../../../lib/resources/packages/apt-pin.js';
import { proofOf, type Refused } from '../proof.js';

const path = '/etc/apt/preferences.d/trueup-tried';
const rule = { name: 'trueup-tried', packages: ['hello', 'nginx-*'], pin: 'release n=trixie*', priority: -1 };
const want = aptPin(rule);
const other = aptPin({ ...rule, pin: 'version 1.*', priority: 1001 });
const to =
  'Explanation: Written by trueup.\nPackage: hello nginx-*\nPin: release n=trixie*\nPin-Priority: -1\n';
const gone = sh`rm -f ${path}`;
const refused = (what: string, wrong: Partial<AptPinWant>): Refused => [
  what,
  () => aptPin({ ...rule, ...wrong }),
];

export const proof = proofOf<AptPinWant>({
  type: 'apt.pin',
  cases: [
    {
      name: 'a preference is created',
      want,
      answer: 'found\n.\n',
      then: [{ verb: 'create', what: 'content', to }],
    },
  ],
  refused: [
    refused('a name that apt passes over', { name: 'x.conf' }),
    refused('no package', { packages: [] }),
    refused('a package with a pin behind', { packages: ['x\nPin: release *'] }),
    refused('a package of two words', { packages: ['a b'] }),
    refused('a pin of two lines', { pin: 'version 1\nPin-Priority: 9999' }),
    refused('a pin of another kind', { pin: 'codename trixie' }),
    refused('a priority without a meaning', { priority: 0 }),
    refused('a broken priority', { priority: 1.5 }),
  ],
  cycle: {
    title: 'A preference of apt',
    before: gone,
    after: gone,
    resources: [want],
    atFirst: ['apt.pin trueup-tried: create content'],
    tamperings: [
      {
        name: 'another priority',
        by: sh`sed -i 's/: -1/: 1/' ${path}`,
        changes: ['apt.pin trueup-tried: update content'],
      },
      { name: 'another mode', by: sh`chmod 664 ${path}`, changes: ['apt.pin trueup-tried: update mode'] },
    ],
  },
  drift: tamper,
  rollback: [
    {
      title: 'a preference of apt',
      before: () => [other],
      after: () => [want],
      look: sh`apt-cache policy hello; cat ${path}`,
      cleanUp: gone,
    },
  ],
  removal: { name: 'a preference of apt', resources: [want], there: sh`[ -e ${path} ]` },
});
