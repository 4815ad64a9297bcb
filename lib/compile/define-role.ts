// Gives a role its types: the schema's static type becomes the type of `vars` in its functions.
import type { Static, TSchema } from 'typebox';
import type { Role } from '../model/role.js';

/** Returns the role as it is; `vars` is typed after the schema. */
export function defineRole<Schema extends TSchema>(
  role: Omit<Role<Static<Schema>>, 'vars'> & { readonly vars: Schema },
): Role<Static<Schema>> {
  return role;
}
