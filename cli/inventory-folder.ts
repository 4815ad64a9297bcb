// Finds the inventory where the command line names none.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../lib/model/trueup-error.js';

const vagrant = 'vagrant:';

/** `-i vagrant:DIR`: all hosts of the folder are boxes of its Vagrantfile. */
export function isVagrants(given: string | undefined): boolean {
  return given?.startsWith(vagrant) === true;
}

/** The folder given, else the only one under ./inventory. Throws E_INPUT where there is a choice, or none. */
export function inventoryFolder(given: string | undefined, cwd = process.cwd()): string {
  if (given !== undefined) return isVagrants(given) ? given.slice(vagrant.length) : given;
  const root = join(cwd, 'inventory');
  const found = existsSync(root)
    ? readdirSync(root, { withFileTypes: true }).filter(
        (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
      )
    : [];
  const names = found.map(({ name }) => `inventory/${name}`).sort();
  if (names.length === 1 && names[0] !== undefined) return names[0];
  const message =
    names.length === 0
      ? 'there is no inventory/ folder here'
      : `more than one inventory is here: ${names.join(', ')}`;
  throw new TrueupError('E_INPUT', message, { hint: `Name it with -i ${names[0] ?? 'FOLDER'}.` });
}
