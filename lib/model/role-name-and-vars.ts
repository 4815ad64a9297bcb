// The part of a role that the inventory needs: its name and its variables.
import type { Schema } from './schema.js';

export type RoleName = string;

/** A role's name and the schema of its variables. */
export interface RoleVars<Vars = unknown> {
  readonly name: RoleName;
  /** JSON Schema of the role's variables, a mapping named after the role. Its descriptions document the variables. */
  readonly vars: Schema<Vars>;
}
