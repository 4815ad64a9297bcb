// Derives a role's types: the schema's static type becomes the type of `vars` in the role's functions.
import type { Role } from '../model/role.js';
import type { RoleVars } from '../model/role-name-and-vars.js';

const defined = new WeakSet<object>();

/** A role as other roles see it: `fleet.varsOf` returns its variables, or those of each instance by name. */
type Defined<Vars, Offer, Instances> = [Instances] extends [true]
  ? Omit<Role<Vars, Offer>, 'vars'> & RoleVars<Readonly<Record<string, Vars>>>
  : Role<Vars, Offer>;

/** Declares a role. It returns the role unchanged; `vars` in its functions has the type of the schema. */
export function defineRole<Vars, Offer = unknown, const Instances extends true | undefined = undefined>(
  role: Role<Vars, Offer> & { readonly instances?: Instances },
): Defined<Vars, Offer, Instances> {
  defined.add(role);
  return role as unknown as Defined<Vars, Offer, Instances>;
}

/** Whether the value was created by the `defineRole` of this program, not by that of another copy. */
export function isDefinedRole(value: unknown): value is Role {
  return typeof value === 'object' && value !== null && defined.has(value);
}
