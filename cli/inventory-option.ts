// The option that names inventories, and how they are found where the command line names none.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../lib/model/trueup-error.js';

const vagrant = 'vagrant:';

/** `-i`, which may be given several times; all of them are one inventory then. */
export const inventoryOption = [
  '-i, --inventory <source>',
  "the inventory: a folder, a file, 'web1,web2,' or vagrant:FOLDER; repeatable (default: the only folder in ./inventory)",
  (one: string, before: readonly string[] = []): readonly string[] => [...before, one],
] as const;

/** `--strict`, of commands that read an inventory as a whole. */
export const strictOption = ['--strict', 'take warnings about the inventory for errors'] as const;

/** `-i vagrant:DIR`: all hosts of the folder are boxes of its Vagrantfile. */
export function isVagrants(given: readonly string[] | undefined): boolean {
  return given?.some((one) => one.startsWith(vagrant)) === true;
}

/** Those given, else the only folder under ./inventory. Throws E_INPUT where there is a choice, or none. */
export function inventoriesOf(given: readonly string[] | undefined, cwd = process.cwd()): readonly string[] {
  if (given === undefined) return [onlyInventory(cwd)];
  if (!isVagrants(given)) return given;
  const [one = '', other] = given;
  if (other === undefined) return [one.slice(vagrant.length)];
  throw new TrueupError('E_INPUT', '-i vagrant:FOLDER cannot be combined with another inventory', {
    hint: 'Set trueup_ssh_config: vagrant for the hosts that are boxes, and give the folder without vagrant:.',
  });
}

/** Where what is one inventory's has to be: its folder of secrets, its recipients. Throws E_INPUT for several. */
export function oneInventory(given: readonly string[] | undefined): string {
  const [one = '', other] = inventoriesOf(given);
  if (other === undefined) return one;
  throw new TrueupError('E_INPUT', 'this command takes one inventory only', {
    hint: `Call it for each: -i ${one}, then -i ${other}.`,
  });
}

/** How a person would name them. */
export function inventoriesInWords(inventories: readonly string[]): string {
  return inventories.join(' and ');
}

function onlyInventory(cwd: string): string {
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
