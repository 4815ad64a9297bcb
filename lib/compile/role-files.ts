// Where a role's templates and files are: next to a custom role, or in trueup's package for a built-in one.
import { join, resolve } from 'node:path';
import type { Role } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';
import { originOf } from './role-origin.js';

/** The folder in which the role's templates are looked up. */
export function templatesOf(role: Role, packageRoot: string): string {
  return originOf(role)?.folder ?? join(packageRoot, 'templates');
}

/** The path that `role:PATH` stands for; undefined for any other text. Throws E_INPUT if it leads out of the folder. */
export function ownFile(role: Role, source: string, packageRoot: string): string | undefined {
  // Early roles used the prefix `builtin:`.
  const path = /^(?:role|builtin):(.+)$/.exec(source)?.[1];
  if (path === undefined) return undefined;
  const folder = originOf(role)?.folder ?? join(packageRoot, 'roles', role.name, 'files');
  const file = resolve(folder, path);
  if (file.startsWith(`${folder}/`)) return file;
  throw new TrueupError('E_INPUT', `${source} is outside the folder of role ${role.name}`);
}
