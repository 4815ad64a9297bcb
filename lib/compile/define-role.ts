// Gives a role its types: the schema's static type becomes the type of `vars` in its functions.
import type { Role } from '../model/role.js';

const defined = new WeakSet<object>();

/** Returns the role as it is; `vars` is typed after the schema. */
export function defineRole<Vars>(role: Role<Vars>): Role<Vars> {
  defined.add(role);
  return role;
}

/** Whether it was made by `defineRole` of this very program, rather than of another copy of it. */
export function isDefinedRole(value: unknown): value is Role {
  return typeof value === 'object' && value !== null && defined.has(value);
}
