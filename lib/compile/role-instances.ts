// The instances of a role on a host: one, or as many as its variables define.
import type { Fleet, Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { Schema } from '../model/schema.js';

/** One use of a role on a host. */
export interface Instance {
  /** Name of the instance; the role's name if the role has no instances. */
  readonly instance: string;
  readonly vars: unknown;
}

/** All instances of the role on the host, in the order of the inventory. */
export function instancesOf(role: Role, host: Host, fleet: Fleet): readonly Instance[] {
  if (!role.instances) return [wholeOf(role, host, fleet)];
  const vars = fleet.varsOf(host, role);
  return Object.entries(vars as Readonly<Record<string, unknown>>).map(([instance, own]) => ({
    instance,
    vars: own,
  }));
}

/** The only use of a role that has no instances. */
export function wholeOf(role: Role, host: Host, fleet: Fleet): Instance {
  return { instance: role.name, vars: fleet.varsOf(host, role) };
}

const schemas = new WeakMap<Role, Schema>();

/** The schema of what an inventory contains for the role: its variables, or a mapping of instances to variables. */
export function writtenSchema(role: Role): Schema {
  if (!role.instances) return role.vars;
  const known = schemas.get(role) ?? {
    type: 'object',
    description:
      'Write a mapping from the name of each instance (lower-case letters, digits and dashes) to its variables.',
    patternProperties: { '^[a-z0-9][a-z0-9-]*$': role.vars },
    additionalProperties: false,
    minProperties: 1,
  };
  schemas.set(role, known);
  return known;
}
