// Takes down the hosts of tests that were ended in the middle, and so could not do it themselves.
import { labDown } from '../lib/lab/lab-down.js';
import { withLabLock } from '../lib/lab/lab-lock.js';
import { contractLabs } from './contract/contract-lab.js';
import { imagesLab } from './contract/images/images-lab.js';
import { quickTestLab, testLab } from './contract/lab/test-lab.js';
import { faultLab } from './faults/sites/fault-lab.js';
import { releaseLab } from './releases/release-lab.js';

/** All but those of inventories, which tests bring up as a user does. */
export async function lowerTestLabs(): Promise<void> {
  for (const lab of [...contractLabs, faultLab, imagesLab, releaseLab, quickTestLab, testLab])
    await withLabLock(lab, () => labDown(lab, false, () => undefined));
}
