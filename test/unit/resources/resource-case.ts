// One case of a resource type: what is wanted, what the host said, what follows.
import type { Change, Resource } from '../../../lib/model/resource.js';

export interface ResourceCase {
  /** A sentence about what the type makes of the answer. */
  readonly name: string;
  readonly want: Resource;
  /** What the host wrote to stdout. */
  readonly answer: string;
  /** 0 where absent. */
  readonly status?: number;
  readonly stderr?: string;
  /** What differs then; or why that can't be told. */
  readonly then: readonly Change[] | { readonly unreadable: string };
}

/** Base64 as the host writes it. */
export function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}
