// What a project's trueup.yml specifies about roles.
import type { Place } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { TrueupError } from '../model/trueup-error.js';

/** A name, and where it is written. */
export interface Named {
  readonly name: string;
  readonly place?: Place;
}

/** The roles to load, and where to find them. */
export interface WantedRoles {
  /** The folder whose `roles/` holds the project's own roles, and from which packages are resolved. */
  readonly project: string;
  /** The roles that are assigned to hosts. */
  readonly names: readonly Named[];
  /** Packages and folders with more roles, in the order in which they are searched. */
  readonly packages: readonly Named[];
}

/** What was found. */
export interface LoadedRoles {
  /** The built-in roles, and those of the project and its packages that could be loaded. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** The names of all existing roles, including those that were not requested or could not be loaded. */
  readonly available: readonly RoleName[];
  /** Whether `available` is complete: the roles of a package that could not be loaded are unknown. */
  readonly complete: boolean;
  /** Errors in roles and packages, each with the place to fix it. */
  readonly errors: readonly TrueupError[];
}

/** Loads roles; returns errors in them instead of throwing. */
export type LoadRoles = (builtin: ReadonlyMap<RoleName, Role>, wanted: WantedRoles) => Promise<LoadedRoles>;
