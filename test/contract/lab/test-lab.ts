// A lab beside the real one: same network block, every name its own.
import { join } from 'node:path';
import { theLab, type LabHost, type LabSettings } from '../../../lib/lab/settings/lab-settings.js';
import type { LabWish } from '../../../lib/lab/lab-up.js';
import { imageRecipe } from '../../../lib/lab/settings/image-recipe.js';
import { testFolder } from '../../test-folder.js';

export const testLab: LabSettings = {
  bridge: 'trueup-test0',
  network: '198.18.77.64/28',
  gateway: '198.18.77.65',
  nftTable: 'trueup_test',
  machinePrefix: 'tt-',
  stateFolder: '/var/lib/trueup-lab-test',
  cacheFolder: join(testFolder(), 'trueup-lab-test-downloads'),
  cachePort: 3143,
};

/** The same with the downloads of all. */
export const quickTestLab: LabSettings = { ...testLab, cacheFolder: theLab.cacheFolder };

export const one: LabHost = { name: 'one', address: '198.18.77.66' };
export const two: LabHost = { name: 'two', address: '198.18.77.67' };

export const wish: LabWish = {
  hosts: [one, two],
  recipe: imageRecipe({}),
  extras: { secrets: ['word'], certificates: [{ names: ['www.example.com'] }, { names: ['one'] }] },
};
