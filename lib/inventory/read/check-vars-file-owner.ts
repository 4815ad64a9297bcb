// Checks that a new file of variables belongs to a group or host of the inventory.
import { dirname, join, relative, resolve, sep } from 'node:path';
import { TrueupError } from '../../model/trueup-error.js';
import { Problems } from '../raw/collect-problems.js';
import { hintFor } from '../schema/did-you-mean.js';
import { inventoryFiles } from './inventory-files.js';
import { readInventory } from './read-inventory.js';
import { vaultAccess } from './lazy-vault-passwords.js';
import { nameOfVars } from './find-vars-files.js';

const nouns = new Map([
  ['group_vars', 'group'],
  ['host_vars', 'host'],
]);

/** Throws E_INPUT if no group or host has the file's name. Checks nothing if the inventory can't be read without passwords. */
export async function checkOwner(file: string, inventory: string): Promise<void> {
  const words = relative(resolve(inventory), resolve(file)).split(sep);
  const at = words.findIndex((word) => nouns.has(word));
  const [kind = '', entry = '', ...below] = words.slice(Math.max(at, 0));
  const noun = nouns.get(kind);
  if (noun === undefined || entry === '') return;
  const folder = join(resolve(inventory), ...words.slice(0, at + 1));
  const name = below.length > 0 ? entry : (nameOfVars(entry, folder) ?? entry);
  const problems = new Problems();
  const files = inventoryFiles(dirname(folder), problems);
  if (files.sources.length === 0) return;
  const { groups, hosts } = await readInventory(
    files,
    { vaults: vaultAccess(undefined, problems) },
    problems,
  );
  const owners: readonly string[] = [...(noun === 'group' ? groups : hosts).keys()];
  if (problems.any || owners.includes(name)) return;
  throw new TrueupError('E_INPUT', `${file}: there is no ${noun} named ${name}`, {
    hint: hintFor(name, owners),
  });
}
