// Ways to change a host behind trueup's back.
import type { Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';

/** One way to change a host behind trueup's back. */
export interface Tampering {
  /** Short description: `content`, `stopped`. */
  readonly how: string;
  /**
   * Exits with 77 if the tampering isn't possible for this resource. Prints what else it may affect, one item per line:
   * `path /etc/x`, `unit x.service`, `resource user x`.
   */
  readonly script: Script;
  /**
   * Set if the tampering changes nothing but the resource itself, so that other resources can be tampered with at the same
   * time.
   */
  readonly contained?: boolean;
}

/** Returns the tamperings for a want; `all` is everything that is declared on the host. */
export type Tamper<Want> = (want: Want, all: readonly Resource[]) => readonly Tampering[];

/** Exit status of a tampering that isn't possible here. */
export const notHere = 77;

/** The paths of a resource in the file system. */
export function pathsOf({ type, want, id }: Resource): readonly string[] {
  const [, name = ''] = /^\S+ (.*)$/s.exec(id) ?? [];
  const { creates } = want as { readonly creates?: unknown };
  const made = type.type === 'command' && typeof creates === 'string' ? [creates] : [];
  return [...new Set([...(type.paths?.(want) ?? []), ...(name.startsWith('/') ? [name] : []), ...made])];
}
