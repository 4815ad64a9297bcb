// The proof of reboots.

import { reboot, sh } from '../../../lib/kit.js';
import { proofOf } from '../proof.js';

export const proof = proofOf({
  type: 'reboot',
  cases: 'none: it is what its question says',
  samples: [{ resource: reboot({ name: 'kernel', needed: sh`exit 1` }), answer: '0 linux-image\n' }],
  refused: 'none: a role gives it scripts of its own and no words',
  cycle: 'test/faults/promise-11-reboot.test.ts',
  drift: 'none: it is an act and no state',
  rollback: 'none: a boot can only be followed by another',
  removal: 'none: it makes nothing',
});
