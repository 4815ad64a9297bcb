// Gives a role its types: the schema's static type becomes the type of `vars` in its functions.
import type { Role } from '../model/role.js';
import type { Schema, Static } from '../model/schema.js';

/** Returns the role as it is; `vars` is typed after the schema. */
export function defineRole<S extends Schema>(
  role: Omit<Role<Static<S>>, 'vars'> & { readonly vars: S },
): Role<Static<S>> {
  return role;
}
