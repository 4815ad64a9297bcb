// Loads a role from its file.
import { basename, dirname } from 'node:path';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { Place } from '../model/fleet.js';
import { InputErrors, TrueupError } from '../model/trueup-error.js';
import { schemaCheck } from '../inventory/schema/schema-check.js';
import { messageOf } from '../model/thrown-message.js';
import { flawsOf, type Flaw } from './check-role.js';
import { guardedRole } from './guarded-role.js';
import { importFailure, linesOf } from './import-failure.js';
import { importFrom } from './import-from.js';
import { cameFrom, type RoleOrigin } from '../compile/role-origin.js';
import { rolesOfModule, whyNoRole } from './roles-of-module.js';

/** The role in the file that has the folder's name. Throws E_ROLE. */
export async function loadOwnRole(name: RoleName, file: string, root: string): Promise<Role> {
  const exports = await importFrom(dirname(file), `./${basename(file)}`).catch((error: unknown) => {
    throw importFailure(error, `role ${name}`, file, root);
  });
  const found = rolesOfModule(exports);
  const role = found.find((one) => one.name === name);
  if (role) return readyRole(role, { file, root });
  const [other] = found;
  const { message, hint } = other
    ? {
        message: `its file exports the role ${other.name}, but its folder is named ${name}`,
        hint: 'Give the role and the folder the same name.',
      }
    : whyNoRole(exports, name);
  throw new TrueupError('E_ROLE', `role ${name}: ${message}`, { place: startOf(file), hint });
}

/** What is known about a role's origin before the role itself specifies its folder. */
type Found = Omit<RoleOrigin, 'folder'> & { readonly folder?: string };

/** Checks the role's shape, guards its members and records its origin. Throws InputErrors with all flaws. */
export async function readyRole(role: Role, origin: Found): Promise<Role> {
  const { file, root } = origin;
  const flaws = [...flawsOf(role)];
  if (flaws.length === 0) flaws.push(...(await flawsOfSchema(role)));
  if (flaws.length > 0) {
    const errors = flaws.map(({ member, message, hint }) => {
      const details = { place: placeOfMember(file, member), ...(hint !== undefined && { hint }) };
      return new TrueupError('E_ROLE', `role ${role.name}: ${member} ${message}`, details);
    });
    throw new InputErrors(errors);
  }
  const ready = guardedRole(role, { file, root });
  cameFrom(ready, origin);
  return ready;
}

async function flawsOfSchema({ vars }: Role): Promise<readonly Flaw[]> {
  try {
    await schemaCheck(vars);
    return [];
  } catch (error) {
    return [{ member: 'vars', message: `is not a valid JSON Schema: ${messageOf(error)}` }];
  }
}

/** The place where the file seems to define the member, or else the start of the file. */
export function placeOfMember(file: string, member: string): Place {
  const name = member.split('.').at(-1) ?? member;
  const written = new RegExp(`^(\\s*(?:async\\s*)?\\*?\\s*)${name.replace(/\W/g, '.')}\\s*[:(,]`);
  const lines = linesOf(file);
  const index = lines.findIndex((line) => written.test(line));
  const indent = written.exec(lines[index] ?? '')?.[1] ?? '';
  return index < 0 ? startOf(file) : { file, line: index + 1, column: indent.length + 1 };
}

/** The start of a file, for errors that concern the whole file. */
export function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
