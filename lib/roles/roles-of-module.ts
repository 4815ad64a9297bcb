// The roles that a module exports.
import { isDefinedRole } from '../compile/define-role.js';
import type { Role } from '../model/role.js';

type Exports = Readonly<Record<string, unknown>>;

/** The exported roles that this program's `defineRole` created, without duplicates. */
export function rolesOfModule(exports: Exports): readonly Role[] {
  return [...new Set(Object.values(exports).filter(isDefinedRole))];
}

/** Why the module has no role, and what to do. */
export function whyNoRole(
  exports: Exports,
  name: string,
): { readonly message: string; readonly hint: string } {
  const alike = Object.entries(exports).find(([, value]) => looksLikeRole(value));
  if (!alike)
    return {
      message: 'the module exports no role',
      hint: `Write export const ${/^[A-Za-z_]\w*$/.test(name) ? name : 'role'} = defineRole({ name: '${name}', … }).`,
    };
  return {
    message: `its export ${alike[0]} was not created by the running trueup's defineRole`,
    hint: "Write import { defineRole } from 'trueup', and pass the role to defineRole; require() would load another copy of trueup.",
  };
}

function looksLikeRole(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'resources' in value && 'name' in value;
}
