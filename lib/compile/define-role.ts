// Gives a role its types: the schema's static type becomes the type of `vars` in its functions.
import type { Role } from '../model/role.js';

/** Returns the role as it is; `vars` is typed after the schema. */
export function defineRole<Vars>(role: Role<Vars>): Role<Vars> {
  return role;
}
