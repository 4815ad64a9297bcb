// Loads the roles that a project uses: its own and those of packages, in addition to the built-in ones.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { InputErrors, TrueupError } from '../model/trueup-error.js';
import { packageRoot } from '../package-root.js';
import { hintFor } from '../inventory/schema/did-you-mean.js';
import { isDefinedRole } from '../compile/define-role.js';
import { loadOwnRole, placeOfMember, readyRole } from './load-own-role.js';
import { ownRoleFile, ownRoleNames } from './find-role-files.js';
import { originOf } from '../compile/role-origin.js';
import { loadRolePackage, pathOf } from './role-package.js';
import type { LoadedRoles, Named, WantedRoles } from './wanted-roles.js';

/**
 * The built-in roles and those of `wanted.names` that the project or its packages have. Nothing in a project is loaded
 * unless it is named. Load failures are returned in `errors`, never thrown.
 */
export async function loadRoles(
  builtin: ReadonlyMap<RoleName, Role>,
  { project, names, packages }: WantedRoles,
): Promise<LoadedRoles> {
  const roles = new Map(builtin);
  const errors: TrueupError[] = [];
  const attempt = async <Value>(work: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof InputErrors) errors.push(...error.errors);
      else if (error instanceof TrueupError) errors.push(error);
      else throw error;
      return undefined;
    }
  };
  // In a checkout of trueup, these would be the built-in roles.
  const ownFolders = resolve(project) === packageRoot ? [] : [join(project, 'roles')];
  const folders = [...ownFolders, ...packages.flatMap((one) => folderOfRoles(one, project))];
  const available = new Set([...builtin.keys(), ...folders.flatMap(ownRoleNames)]);

  let complete = true;
  for (const one of packages.filter((each) => folderOfRoles(each, project).length === 0)) {
    const found = await attempt(() => loadRolePackage(one, project));
    complete &&= found !== undefined;
    for (const role of found ?? []) {
      const { name } = role;
      const other = roles.get(name);
      const wanted = names.some((each) => each.name === name);
      available.add(name);
      if (!other) roles.set(name, role);
      else if (wanted) errors.push(taken(name, one.name, whose(other), one.place));
    }
  }

  const own = async ({ name, place, needed }: Sought): Promise<Role | undefined> => {
    const [file, second] = folders.flatMap((folder) => ownRoleFile(folder, name) ?? []);
    const other = roles.get(name);
    if (file === undefined) return other ?? (needed && neededRole(name, needed, [...available], complete));
    if (other) throw taken(name, file, whose(other), place);
    if (second !== undefined) throw taken(name, second, `is also in ${file}`, place);
    return loadOwnRole(name, file, project);
  };
  const sought = new Map<RoleName, Sought>(names.map((one) => [one.name, one]));
  // Iterating over a map includes the entries that are added in the meantime.
  for (const one of sought.values()) {
    const role = await attempt(() => own(one));
    if (!role) continue;
    roles.set(one.name, role);
    available.add(one.name);
    for (const needed of role.needs ?? []) {
      const name = typeof needed === 'string' ? needed : needed.name;
      if (!sought.has(name)) sought.set(name, { name, needed: { by: role, role: needed } });
    }
  }
  return { roles, available: [...available], complete, errors };
}

/** A role to find, because trueup.yml names it or another role needs it. */
interface Sought extends Named {
  readonly needed?: { readonly by: Role; readonly role: unknown };
}

/**
 * A role that can't be found by name, but was passed as an object by the role that needs it. Throws E_ROLE if there is
 * none.
 */
async function neededRole(
  name: RoleName,
  { by, role }: NonNullable<Sought['needed']>,
  available: readonly RoleName[],
  complete: boolean,
): Promise<Role | undefined> {
  const origin = originOf(by);
  if (isDefinedRole(role) && origin) return readyRole(role, origin);
  if (!complete) return undefined;
  throw new TrueupError('E_ROLE', `role ${by.name} needs the role ${name}, which does not exist`, {
    hint: hintFor(name, available),
    ...(origin && { place: placeOfMember(origin.file, 'needs') }),
  });
}

/** The folder with roles that an entry of `packages` refers to; none for a package. */
function folderOfRoles(one: Named, project: string): readonly string[] {
  const folder = pathOf(one, project);
  if (folder === undefined || !existsSync(folder)) return [];
  return existsSync(join(folder, 'package.json')) ? [] : [folder];
}

function whose(role: Role): string {
  const origin = originOf(role);
  if (!origin) return 'has the name of a built-in role';
  return `is also defined in ${origin.package ?? origin.file}`;
}

function taken(name: RoleName, where: string, other: string, place: Named['place']): TrueupError {
  return new TrueupError('E_INPUT', `the role ${name} in ${where} ${other}`, {
    hint: 'Rename one of them.',
    ...(place && { place }),
  });
}
