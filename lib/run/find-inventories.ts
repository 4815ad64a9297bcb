// Finds the inventories of a run: those given, or the one in the current folder.
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import type { InventorySettings } from './run-settings.js';

const vagrant = 'vagrant:';

/** `-i vagrant:DIR`: all hosts of the folder are boxes of its Vagrantfile. */
export function isVagrants(given: InventorySettings['inventory'] = []): boolean {
  return [given].flat().some((one) => one.startsWith(vagrant));
}

/** The inventories of a run; if none is given, the one in the project's folder. Throws E_INPUT. */
export function inventoriesOfRun({ inventory, project = '.' }: InventorySettings): readonly string[] {
  if (inventory !== undefined) return inventoriesOf([inventory].flat());
  return inventoriesOf(undefined, project).map((one) => join(project, one));
}

/** The given inventories, else ./inventory or the only folder in it. Throws E_INPUT if there are several, or none. */
export function inventoriesOf(given: readonly string[] | undefined, cwd = process.cwd()): readonly string[] {
  if (given === undefined) return [onlyInventory(cwd)];
  if (!isVagrants(given)) return given;
  const [one = '', other] = given;
  if (other === undefined) return [one.slice(vagrant.length)];
  throw new TrueupError('E_INPUT', '-i vagrant:FOLDER cannot be combined with another inventory', {
    hint: "Set trueup_ssh_config to vagrant for the hosts that are boxes, and pass the folder without the prefix 'vagrant:'.",
  });
}

/** `inventory` itself if it is an inventory, as in Ansible projects; otherwise, the only folder in it. */
function onlyInventory(cwd: string): string {
  const entries = entriesOf(join(cwd, 'inventory'));
  if (entries === 'file' || entries.some(isOfInventory)) return 'inventory';
  const names = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => `inventory/${name}`)
    .sort();
  if (names.length === 1 && names[0] !== undefined) return names[0];
  throw names.length === 0
    ? new TrueupError('E_INPUT', 'no folder named inventory found here', {
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

/** Whether it is a source of hosts, or variables next to one. Files that document the inventories don't count. */
function isOfInventory(entry: Dirent): boolean {
  return (
    /^(group|host)_vars$/.test(entry.name) ||
    (!entry.isDirectory() && !/^\.|\.(md|txt|rst|cfg)$|~$/.test(entry.name))
  );
}
