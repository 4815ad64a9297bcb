// Bare hosts of the faults' own, to pull the plug of and cut the cable of.
import { imageRecipe } from '../../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../../lib/lab/lab-down.js';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { theLab, type LabHost, type LabSettings } from '../../../lib/lab/settings/lab-settings.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { inMemory } from '../../hosts-in-memory.js';
import { chosenMirror } from '../../mirror/chosen-mirror.js';

/** Shares nothing with the lab but the folder of downloads. */
export const faultLab: LabSettings = {
  bridge: 'trueup-flt0',
  network: '198.18.77.32/28',
  gateway: '198.18.77.33',
  nftTable: 'trueup_faults',
  machinePrefix: 'tf-',
  stateFolder: '/var/lib/trueup-lab-faults',
  cacheFolder: theLab.cacheFolder,
  cachePort: 3145,
};

/** The name in its certificate. */
export const faultSite = 'fault.example';

export const faultHosts: readonly LabHost[] = [34, 35, 36, 37].map((last) => ({
  name: `fault${last - 33}`,
  address: `198.18.77.${last}`,
}));

/** Bare hosts, whatever was there before. */
export async function raiseFaultLab(): Promise<void> {
  await lowerFaultLab();
  const wish = {
    inMemory: inMemory(),
    hosts: faultHosts,
    recipe: imageRecipe(chosenMirror()),
    extras: { secrets: [], certificates: [{ names: [faultSite] }] },
  };
  await withLabLock(faultLab, () => labUp(faultLab, wish, quietly));
}

export async function lowerFaultLab(): Promise<void> {
  await withLabLock(faultLab, () => labDown(faultLab, false, quietly));
}

function quietly(): void {
  // Nobody watches.
}
