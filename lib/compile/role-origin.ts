// Where a role was loaded from: its templates and files are there, and an error there is its author's.
import { dirname } from 'node:path';
import type { Role } from '../model/role.js';

/** The origin of a role that was loaded from a project or a package. */
export interface RoleOrigin {
  /** The file that it was loaded from. */
  readonly file: string;
  /** The folder with its templates and files. */
  readonly folder: string;
  /** The folder of the project or package: code in it belongs to the role's author. */
  readonly root: string;
  /** The package that it comes from; absent for a project's own role. */
  readonly package?: string;
}

const origins = new WeakMap<Role, RoleOrigin>();

/** Records where a role comes from. If the role sets `folder`, its files are there. */
export function cameFrom(
  role: Role,
  origin: Omit<RoleOrigin, 'folder'> & { readonly folder?: string },
): void {
  origins.set(role, { ...origin, folder: role.folder ?? origin.folder ?? dirname(origin.file) });
}

/** Where a role was loaded from; undefined for a built-in one. */
export function originOf(role: Role): RoleOrigin | undefined {
  return origins.get(role);
}
