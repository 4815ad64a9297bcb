// `labUp` of the test lab as a process of its own, to be killed.
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { testLab, wish } from './test-lab.js';

await withLabLock(testLab, () =>
  labUp(testLab, wish, (text) => {
    process.stdout.write(`${text}\n`);
  }),
);
