// Every text in an inventory's variables, as written: for finding the files that it refers to.
import type { VaultSettings } from '../../secrets/vault/vault-passwords.js';
import { leavesOf } from '../raw/leaf-values.js';
import { Problems } from '../raw/collect-problems.js';
import { listsOfVars } from '../raw/raw-inventory.js';
import type { Raw } from '../raw/raw-value.js';
import { inventoryFiles } from './inventory-files.js';
import { readInventory } from './read-inventory.js';
import { vaultAccess } from './lazy-vault-passwords.js';

/** Texts, and the paths of `!file`; templates aren't filled in, and no secret is opened. */
export async function readTexts(
  given: string | readonly string[],
  vault?: VaultSettings,
): Promise<readonly string[]> {
  const problems = new Problems();
  const vaults = vaultAccess(vault, problems);
  const inventory = await readInventory(inventoryFiles(given, problems), { vaults }, problems);
  problems.throwIfAny();
  return listsOfVars(inventory).flatMap((maps) => maps.flatMap(textsIn));
}

function textsIn(written: Raw): readonly string[] {
  return leavesOf(written).flatMap((leaf) => {
    if (leaf.kind === 'sealed') return leaf.how === 'file' ? [leaf.text] : [];
    return typeof leaf.value === 'string' ? [leaf.value] : [];
  });
}
