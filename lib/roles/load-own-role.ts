// Loads a role from its file.
import { basename, dirname } from 'node:path';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { schemaCheck } from '../inventory/schema/schema-check.js';
import { messageOf } from '../model/message-of.js';
import { isAbsolute } from 'node:path';
import { flawsOf } from './check-role.js';
import { guardedRole } from './guarded-role.js';
import { importFailure } from './import-failure.js';
import { importFrom } from './import-from.js';
import { cameFrom, type RoleOrigin } from '../compile/role-origin.js';
import { rolesOfModule, whyNoRole } from './roles-of-module.js';

/** The role of a folder's name in the file. Throws E_ROLE. */
export async function loadOwnRole(name: RoleName, file: string, root: string): Promise<Role> {
  const exports = await importFrom(dirname(file), `./${basename(file)}`).catch((error: unknown) => {
    throw importFailure(error, `role ${name}`, file, root);
  });
  const found = rolesOfModule(exports);
  const role = found.find((one) => one.name === name);
  if (role) return readyRole(role, { file }, root);
  const [other] = found;
  const { message, hint } = other
    ? {
        message: `it exports the role ${other.name}, but its folder is named ${name}`,
        hint: 'Give both the same name.',
      }
    : whyNoRole(exports, name);
  throw new TrueupError('E_ROLE', `role ${name}: ${message}`, { place: startOf(file), hint });
}

/** The role with its shape checked, its failures placed, and its files found. Throws E_ROLE for the first flaw. */
export async function readyRole(
  role: Role,
  origin: Omit<RoleOrigin, 'folder'> & { readonly folder?: string },
  root: string,
): Promise<Role> {
  const { file } = origin;
  const flaws = [...flawsOf(role)];
  if (typeof role.folder === 'string' && !isAbsolute(role.folder))
    flaws.push({ message: 'folder: must be an absolute path', hint: 'Write folder: import.meta.dirname.' });
  const [flaw] = flaws.length > 0 ? flaws : await flawsOfSchema(role);
  if (flaw) {
    const { message, hint } = flaw;
    const details = { place: startOf(file), ...(hint !== undefined && { hint }) };
    throw new TrueupError('E_ROLE', `role ${role.name}: ${message}`, details);
  }
  const ready = guardedRole(role, { file, root });
  cameFrom(ready, origin);
  return ready;
}

async function flawsOfSchema({ vars }: Role): Promise<readonly { message: string; hint?: string }[]> {
  try {
    await schemaCheck(vars);
    return [];
  } catch (error) {
    return [{ message: `vars: is not a valid JSON Schema: ${messageOf(error)}` }];
  }
}

/** The start of a file, for what is wrong with all of it. */
export function startOf(file: string): { readonly file: string; readonly line: 1; readonly column: 1 } {
  return { file, line: 1, column: 1 };
}
