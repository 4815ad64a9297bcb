// Which variables are a role's, and which of them are merged entry by entry.
import { writtenSchema } from '../../compile/role-instances.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';

export interface RoleKeys {
  /** Whether a variable is the mapping of a role's variables. */
  readonly isRole: (name: string) => boolean;
  /** Whether the values of one of a role's variables are merged, so that groups add to each other's. */
  readonly isMerged: (role: RoleName, key: string) => boolean;
}

/** The keys of these roles. A schema marks a merged variable with `merged: true`. */
export function roleKeysOf(roles: ReadonlyMap<RoleName, Role>): RoleKeys {
  return {
    isRole: (name) => roles.has(name),
    isMerged(name, key) {
      const role = roles.get(name);
      const { properties = {} } = (role ? writtenSchema(role) : {}) as { properties?: Properties };
      return Object.hasOwn(properties, key) && properties[key]?.merged === true;
    },
  };
}

type Properties = Readonly<Record<string, { readonly merged?: unknown }>>;

/** Splits the key `files./etc/motd` into `files` and `/etc/motd`. The key of an unmerged variable isn't split. */
export function entryOf(keys: RoleKeys, role: RoleName, key: string): readonly [string, string?] {
  const dot = key.indexOf('.');
  if (dot < 0 || !keys.isMerged(role, key.slice(0, dot))) return [key];
  return [key.slice(0, dot), key.slice(dot + 1)];
}
