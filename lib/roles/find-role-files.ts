// The roles in a folder such as a project's `roles/`: each in a folder of its name, in a file `role`.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RoleName } from '../model/role-name-and-vars.js';

const endings = ['ts', 'mts', 'js', 'mjs'];

/** The file of the role with that name; undefined if there is none. */
export function ownRoleFile(folder: string, name: RoleName): string | undefined {
  // A name is never a path.
  if (!/^[A-Za-z0-9_][\w.-]*$/.test(name)) return undefined;
  return endings.map((ending) => join(folder, name, `role.${ending}`)).find((file) => existsSync(file));
}

/** The names of all roles in the folder. */
export function ownRoleNames(folder: string): readonly RoleName[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => ownRoleFile(folder, name) !== undefined)
    .sort();
}
