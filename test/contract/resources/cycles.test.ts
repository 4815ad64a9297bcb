// The life of every resource type on a real host, as its proof in test/proofs tells it.
import { allProofs } from '../../proofs/all-proofs.js';
import { resourceCycle } from '../resource-cycle.js';

for (const { cycle } of allProofs) {
  if (typeof cycle !== 'string') resourceCycle(cycle);
}
