// Bare hosts of the image tests' own, which break them in every way that an image can be broken.
import { imageRecipe } from '../../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../../lib/lab/lab-down.js';
import { resetHosts } from '../../../lib/lab/status-stop-start-reset.js';
import { withLabLock } from '../../../lib/lab/lab-lock.js';
import { theLab, type LabHost, type LabSettings } from '../../../lib/lab/settings/lab-settings.js';
import { labUp } from '../../../lib/lab/lab-up.js';
import { inMemory } from '../../hosts-in-memory.js';
import { chosenMirror } from '../../mirror/chosen-mirror.js';

/** Shares nothing with the lab but the folder of downloads. */
export const imagesLab: LabSettings = {
  bridge: 'trueup-img0',
  network: '198.18.77.112/28',
  gateway: '198.18.77.113',
  nftTable: 'trueup_images',
  machinePrefix: 'ti-',
  stateFolder: '/var/lib/trueup-lab-images',
  cacheFolder: theLab.cacheFolder,
  cachePort: 3148,
};

/** The name in its certificate. */
export const imagesSite = 'images.example';

const [first, second] = [114, 115].map((last): LabHost => ({
  name: `image${last - 113}`,
  address: `198.18.77.${last}`,
})) as [LabHost, LabHost];

/** Two, for what only a pair can show. */
export const imageHosts = [first, second] as const;

/** Bare hosts, whatever was there before. */
export async function raiseImagesLab(): Promise<void> {
  await lowerImagesLab();
  const wish = {
    inMemory: inMemory(),
    hosts: imageHosts,
    recipe: imageRecipe(chosenMirror()),
    extras: { secrets: [], certificates: [{ names: [imagesSite] }] },
  };
  await withLabLock(imagesLab, () => labUp(imagesLab, wish, quietly));
}

export async function lowerImagesLab(): Promise<void> {
  await withLabLock(imagesLab, () => labDown(imagesLab, false, quietly));
}

/** As on its first day. */
export async function freshImage(...hosts: readonly LabHost[]): Promise<void> {
  await withLabLock(imagesLab, () => resetHosts(imagesLab, hosts, quietly));
}

function quietly(): void {
  // Nobody watches.
}
