// What a catalogue of tamperings holds.
import type { Resource } from '../../model/resource.js';
import type { Script } from '../../model/script.js';

/** One way to change a host behind trueup's back. */
export interface Tampering {
  /** `content`, `stopped`. */
  readonly how: string;
  /**
   * Exits with 77 where it can't be done to this resource. Prints what may fall with it, a line each: `path /etc/x`,
   * `unit x.service`, `resource user x`.
   */
  readonly script: Script;
  /** Changes nothing but the file or folder that the resource is about, so that others may be tampered with as well. */
  readonly contained?: boolean;
}

/** The tamperings of one type, made from a want; `all` is what is declared on the host. */
export type Tamper<Want> = (want: Want, all: readonly Resource[]) => readonly Tampering[];

/** Exit status of a tampering that can't be done here. */
export const notHere = 77;

/** Where a resource is to be found in the file system. */
export function pathsOf({ type, want, id }: Resource): readonly string[] {
  const [, name = ''] = /^\S+ (.*)$/s.exec(id) ?? [];
  const { creates } = want as { readonly creates?: unknown };
  const made = type.type === 'command' && typeof creates === 'string' ? [creates] : [];
  return [...new Set([...(type.paths?.(want) ?? []), ...(name.startsWith('/') ? [name] : []), ...made])];
}
