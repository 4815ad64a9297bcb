// Cases that are only known while they are tried.

/** What became of one case. */
export interface Tried {
  readonly title: string;
  /** Why it doesn't hold. */
  readonly fault?: unknown;
  /** Why it could not be tried: neither good nor bad. */
  readonly untried?: string;
}
