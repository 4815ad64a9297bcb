// The proof of units and drop-ins.
import { dropIn, unit } from '../../../lib/kit.js';
import { sh } from '../../../lib/shell/sh.js';
import { tamper } from '../../../lib/testing/tamper/services/unit.js';
import { proofOf } from '../proof.js';

export const proof = proofOf<{ path: string }>({
  type: 'systemd.unit',
  cases: 'test/unit/resources/unit.test.ts',
  samples: [
    {
      resource: unit({ name: 'app', content: 'x' }),
      answer: '.\n== files\nfound\n.\n',
    },
    {
      resource: dropIn({ unit: 'app', name: 'limits', content: 'x' }),
      answer: 'reload\n.\n== files\nfound\n.\n',
    },
  ],
  refused: 'test/unit/resources/unit.test.ts',
  cycle: 'test/proofs/services/service.ts',
  drift: tamper,
  rollback: 'test/faults/cases/rolled-back.ts',
  removal: {
    name: 'a drop-in',
    resources: [dropIn({ unit: 'cron.service', name: 'trueup-gone', content: '[Service]\nNice=3\n' })],
    there: sh`[ -e /etc/systemd/system/cron.service.d/trueup-gone.conf ]`,
  },
});
