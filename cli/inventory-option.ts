// The option that names inventories, and how they are found where the command line names none.
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { folderOf } from '../lib/inventory/read/inventory-files.js';
import { TrueupError } from '../lib/model/trueup-error.js';

const vagrant = 'vagrant:';

/** `-i`, which may be given several times; all of them are one inventory then. */
export const inventoryOption = [
  '-i, --inventory <source>',
  "the inventory: a folder, a file, 'web1,web2,' or vagrant:FOLDER; repeatable (default: ./inventory, or the only folder in it)",
  (one: string, before: readonly string[] = []): readonly string[] => [...before, one],
] as const;

/** `--strict`, of commands that read an inventory as a whole. */
export const strictOption = ['--strict', 'treat inventory warnings as errors'] as const;

/** `-i vagrant:DIR`: all hosts of the folder are boxes of its Vagrantfile. */
export function isVagrants(given: readonly string[] | undefined): boolean {
  return given?.some((one) => one.startsWith(vagrant)) === true;
}

/** Those given, else ./inventory or the only folder in it. Throws E_INPUT where there is a choice, or none. */
export function inventoriesOf(given: readonly string[] | undefined, cwd = process.cwd()): readonly string[] {
  if (given === undefined) return [onlyInventory(cwd)];
  if (!isVagrants(given)) return given;
  const [one = '', other] = given;
  if (other === undefined) return [one.slice(vagrant.length)];
  throw new TrueupError('E_INPUT', '-i vagrant:FOLDER cannot be combined with another inventory', {
    hint: 'Set trueup_ssh_config: vagrant for the hosts that are boxes, and pass the folder without the prefix vagrant:.',
  });
}

/** The inventory whose secrets or recipients a command works with. Throws E_INPUT for several. */
export function oneInventory(given: readonly string[] | undefined): string {
  const [one = '', other] = inventoriesOf(given);
  if (other === undefined) return one;
  throw new TrueupError('E_INPUT', 'this command takes only one inventory', {
    hint: `Run it once for each: -i ${one}, then -i ${other}.`,
  });
}

/** The folder of that one, where its recipients are. Throws E_INPUT for several. */
export function folderOfOne(given: readonly string[] | undefined): string {
  const one = oneInventory(given);
  return statSync(one, { throwIfNoEntry: false }) ? folderOf(one) : one;
}

/** The inventories in words. */
export function inventoriesInWords(inventories: readonly string[]): string {
  return inventories.join(' and ');
}

/** `inventory` itself where it is one, as Ansible's projects have it; else the only folder in it. */
function onlyInventory(cwd: string): string {
  const entries = entriesOf(join(cwd, 'inventory'));
  if (entries === 'file' || entries.some(isOfInventory)) return 'inventory';
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => `inventory/${name}`)
    .sort();
  if (names.length === 1 && names[0] !== undefined) return names[0];
  throw names.length === 0
    ? new TrueupError('E_INPUT', 'there is no folder named inventory here', {
        hint: 'Pass an inventory (a folder or a file), for example -i hosts.',
      })
    : new TrueupError('E_INPUT', `this folder contains more than one inventory: ${names.join(', ')}`, {
        hint: `Choose one: -i ${names[0] ?? ''}.`,
      });
}

function entriesOf(path: string): readonly Dirent[] | 'file' {
  const what = statSync(path, { throwIfNoEntry: false });
  if (what?.isFile()) return 'file';
  return what?.isDirectory() ? readdirSync(path, { withFileTypes: true }) : [];
}

/** A source of hosts, or variables beside one; pages about the inventories may lie between them. */
function isOfInventory(entry: Dirent): boolean {
  return (
    /^(group|host)_vars$/.test(entry.name) ||
    (!entry.isDirectory() && !/^\.|\.(md|txt|rst|cfg)$|~$/.test(entry.name))
  );
}
