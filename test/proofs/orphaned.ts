// The proof of what goes because nobody declares it any more.

import { orphan } from '../../lib/resources/orphan.js';
import { proofOf } from './proof.js';

export const proof = proofOf({
  type: 'orphaned',
  cases: 'test/unit/plan/find-orphans.test.ts',
  samples: [{ resource: orphan({ resource: 'file /x', entry: '/l/x', paths: ['/x'] }), answer: 'there\n' }],
  refused: 'none: nobody declares it',
  cycle: 'test/faults/promise-06-removal.test.ts',
  drift: 'none: nobody declares it',
  rollback:
    'none: what holds more than files stays gone, which a rollback says (test/faults/promise-05-types.test.ts)',
  removal: 'test/faults/promise-06-removal.test.ts',
});
