// The project that tested roles belong to.

/** Where roles that aren't trueup's own come from. */
export interface Project {
  /** Absolute path, as is `roles`. */
  readonly folder: string;
  /** The folder of its own roles, if it has any. */
  readonly roles?: string;
  /** Packages with roles, as trueup.yml names them. */
  readonly packages: readonly string[];
}
