// The project that tested roles belong to.

/** Where roles come from that aren't trueup's own. */
export interface Project {
  /** Absolute, as the rest. */
  readonly folder: string;
  /** The folder of its own roles, if it has any. */
  readonly roles?: string;
  /** Packages with roles, as trueup.yml names them. */
  readonly packages: readonly string[];
}
