// The proof of what is in force.

import { effect, file, sh } from '../../lib/kit.js';
import { proofOf } from './proof.js';

const config = file({ path: '/etc/app.conf', content: 'x' });

export const proof = proofOf({
  type: 'effect',
  cases: 'test/unit/resources/effect.test.ts',
  samples: [
    {
      resource: effect({ name: 'sshd', of: [config], ask: sh`true`, mend: sh`true`, remedy: "It can't." }),
      answer: 'UseDNS\tyes\tno\t/etc/x:1\n.\n',
    },
  ],
  refused: 'none: a role gives it scripts of its own and no words',
  cycle: 'test/contract/platform/in-force.test.ts',
  drift: 'test/contract/platform/in-force.test.ts',
  rollback: 'test/faults/cases/rolled-back-effects.ts',
  removal: 'none: it has no `remove`, so what it made stays',
});
