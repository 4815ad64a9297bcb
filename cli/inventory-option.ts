// The option that names inventories.
import { statSync } from 'node:fs';
import { folderOf } from '../lib/inventory/read/inventory-files.js';
import { TrueupError } from '../lib/model/trueup-error.js';
import { inventoriesOf } from '../lib/run/find-inventories.js';

/** `-i`, which may be given several times; the sources are then combined into one inventory. */
export const inventoryOption = [
  '-i, --inventory <source>',
  "the inventory: a folder, a file, 'web1,web2,' or vagrant:FOLDER; repeatable (default: ./inventory, or the only folder in it)",
  (one: string, before: readonly string[] = []): readonly string[] => [...before, one],
] as const;

/** `--strict`, for commands that read an entire inventory. */
export const strictOption = ['--strict', 'treat inventory warnings as errors'] as const;

/** The inventory whose secrets or recipients a command works with. Throws E_INPUT if several are given. */
export function oneInventory(given: readonly string[] | undefined): string {
  const [one = '', other] = inventoriesOf(given);
  if (other === undefined) return one;
  throw new TrueupError('E_INPUT', 'this command accepts only one inventory', {
    hint: `Run it once for each: -i ${one}, then -i ${other}.`,
  });
}

/** The folder of that inventory, which contains its recipients. Throws E_INPUT if several are given. */
export function folderOfOne(given: readonly string[] | undefined): string {
  const one = oneInventory(given);
  return statSync(one, { throwIfNoEntry: false }) ? folderOf(one) : one;
}

/** The inventories in words. */
export function inventoriesInWords(inventories: readonly string[]): string {
  return inventories.join(' and ');
}
