// The proof of alternatives.
import { sh } from '../../../lib/kit.js';
import { alternative, type AlternativeWant } from '../../../lib/resources/system/alternative.js';
import { tamper } from '../../../lib/testing/tamper/system/alternative.js';
import { proofOf } from '../proof.js';

const want = alternative({ name: 'tried', path: '/bin/true' });
const made = sh`
update-alternatives --quiet --install /usr/local/bin/tried tried /bin/true 10
update-alternatives --quiet --install /usr/local/bin/tried tried /bin/false 20`;
const gone = sh`update-alternatives --quiet --remove-all tried`;
const toFalse = sh`update-alternatives --quiet --set tried /bin/false`;
const update = 'alternative tried: update path';

export const proof = proofOf<AlternativeWant>({
  type: 'alternative',
  cases: [
    { name: 'the program that is declared is left alone', want, answer: '/bin/true\n.\n', then: [] },
    {
      name: 'another program is a difference',
      want,
      answer: '/bin/false\n.\n',
      then: [{ verb: 'update', what: 'path', from: '/bin/false', to: '/bin/true' }],
    },
    {
      name: 'a name without alternatives is unknown',
      want,
      answer: '.\n',
      then: { unreadable: 'there are no alternatives for tried' },
    },
  ],
  refused: [['a name that is an option', () => alternative({ name: '--all', path: '/bin/true' })]],
  cycle: {
    title: 'An alternative',
    before: made,
    after: gone,
    resources: [want],
    atFirst: [update],
    tamperings: [{ name: 'another program', by: toFalse, changes: [update] }],
  },
  drift: tamper,
  rollback: [
    {
      title: 'alternative',
      prepare: made,
      before: () => [],
      after: () => [want],
      look: sh`update-alternatives --query tried | sed -n 's/^Value: //p'`,
      cleanUp: gone,
    },
  ],
  removal: 'none: it makes nothing',
});
