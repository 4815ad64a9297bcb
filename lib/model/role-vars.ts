// What a fleet knows of a role: its name, and what its variables are.
import type { Schema } from './schema.js';

export type RoleName = string;

/** Which variables of a host are meant, and their type. */
export interface RoleVars<Vars = unknown> {
  readonly name: RoleName;
  /** JSON Schema of the role's variables (the mapping named like the role); descriptions are its documentation. */
  readonly vars: Schema<Vars>;
}
