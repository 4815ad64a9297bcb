// The lab that an inventory is for: its hosts, and the project that they belong to.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readHosts } from '../lib/inventory/read/read-host-addresses.js';
import type { ImageRecipe } from '../lib/lab/settings/image-recipe.js';
import { asMarked } from '../lib/lab/settings/lab-owner.js';
import { labOf } from '../lib/lab/settings/lab-from-addresses.js';
import type { LabHost, LabSettings } from '../lib/lab/settings/lab-settings.js';
import { packageRoot } from '../lib/package-root.js';
import { projectOf } from '../lib/roles/project-folders.js';
import { inventoriesOf } from '../lib/run/find-inventories.js';
import type { VaultSettings } from '../lib/secrets/vault/vault-passwords.js';

export interface InventoryLab {
  readonly lab: LabSettings;
  readonly hosts: readonly LabHost[];
  /** The folder of the project. */
  readonly project: string;
}

/** `recipeFor` returns the image recipe for a host with a variable `suite`, if it differs from that of the others. */
export async function labOfInventory(
  inventory: readonly string[],
  vault?: VaultSettings,
  recipeFor: (suite: string) => ImageRecipe | undefined = () => undefined,
): Promise<InventoryLab> {
  const found = await readHosts(inventory, vault);
  const hosts = found.flatMap(({ suite, local, ...host }): readonly LabHost[] => {
    // The controller itself is already running.
    if (local) return [];
    const recipe = suite === undefined ? undefined : recipeFor(suite);
    return [recipe ? { ...host, recipe } : host];
  });
  const [first = '.'] = inventory;
  const folder = resolve(existsSync(first) ? dirname(first) : '.');
  return { lab: await asMarked(labOf(hosts)), hosts, project: projectOf(folder, '.') };
}

/** The project's lab, else the inventory that other commands use, else trueup's lab. Throws E_INPUT if ambiguous. */
export function usualInventories(): readonly string[] {
  const lab = 'inventory/lab';
  if (existsSync(lab)) return [lab];
  return existsSync('inventory') ? inventoriesOf(undefined) : [join(packageRoot, lab)];
}
