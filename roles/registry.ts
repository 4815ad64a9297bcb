// The roles that come with trueup.
import type { Role } from '../lib/kit.js';

const builtin: readonly Role[] = [];

/** Every role by its name. */
export const roles: ReadonlyMap<string, Role> = new Map(builtin.map((role) => [role.name, role]));
