// A second lab of five hosts, whose releases are chosen host by host, with the stack's inventory for it.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHosts } from '../../lib/inventory/read/read-host-addresses.js';
import { readTexts } from '../../lib/inventory/read/all-variable-texts.js';
import { cutPower } from '../../lib/lab/hosts/machine-power.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { startHosts } from '../../lib/lab/status-stop-start-reset.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { extrasOf } from '../../lib/lab/settings/generated-lab-files.js';
import { theLab, type LabHost, type LabSettings } from '../../lib/lab/settings/lab-settings.js';
import { labUp } from '../../lib/lab/lab-up.js';
import { inMemory } from '../hosts-in-memory.js';
import { chosenMirror } from '../mirror/chosen-mirror.js';

/** Shares nothing with the lab but the folder of downloads. */
export const releaseLab: LabSettings = {
  bridge: 'trueup-rel0',
  network: '198.18.78.0/24',
  gateway: '198.18.78.1',
  nftTable: 'trueup_releases',
  machinePrefix: 'tr-',
  stateFolder: '/var/lib/trueup-lab-releases',
  cacheFolder: theLab.cacheFolder,
  cachePort: 3146,
};

/** The address of the site. */
export const virtualIp = '198.18.78.100';
/** The authority behind the site's certificate. */
export const authority = join(releaseLab.stateFolder, 'ca/ca.pem');

/** Five hosts that are up, and the folder of their inventory. */
export interface Site {
  readonly inventory: string;
  readonly hosts: readonly LabHost[];
}

/** Bare hosts for a copy of the inventory; `suites` names the release of each host, or of `all`. */
export async function raiseSite(source: string, suites: Readonly<Record<string, string>>): Promise<Site> {
  const inventory = mkdtempSync(join(tmpdir(), 'trueup-releases-'));
  cpSync(source, inventory, { recursive: true, dereference: true });
  for (const file of readdirSync(inventory, { recursive: true, encoding: 'utf8' })) {
    const path = join(inventory, file);
    if (!statSync(path).isFile()) continue;
    const text = readFileSync(path, 'utf8')
      .replaceAll('198.18.77.', '198.18.78.')
      .replaceAll(theLab.stateFolder, releaseLab.stateFolder);
    writeFileSync(path, text);
  }
  const hosts = (await readHosts(inventory)).map(({ name, address }): LabHost => {
    const suite = suites[name] ?? suites.all;
    // A mirror of testing that pauses leaves an index past its date.
    return {
      name,
      address,
      ...(suite && {
        recipe: imageRecipe({ ...chosenMirror(suite), suite, allowExpired: suite === 'forky' }),
      }),
    };
  });
  const wish = {
    inMemory: inMemory(),
    hosts,
    recipe: imageRecipe(chosenMirror()),
    extras: extrasOf(releaseLab, hosts, await readTexts(inventory)),
  };
  await withLabLock(releaseLab, () => labDown(releaseLab, false, quietly));
  await withLabLock(releaseLab, () => labUp(releaseLab, wish, quietly));
  return { inventory, hosts };
}

export async function lowerSite({ inventory }: Site): Promise<void> {
  rmSync(inventory, { recursive: true });
  await withLabLock(releaseLab, () => labDown(releaseLab, false, quietly));
}

/** Nothing on the host gets to say goodbye. */
export async function powerOff(host: string): Promise<void> {
  await cutPower(releaseLab, host);
}

/** Returns when each lets its user in. */
export async function powerOn(hosts: readonly LabHost[]): Promise<void> {
  await withLabLock(releaseLab, () => startHosts(releaseLab, hosts, quietly));
}

function quietly(): void {
  // Nobody watches.
}
