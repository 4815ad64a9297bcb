// One case of a resource type: what is wanted, what the host said, what follows.
import { createHash } from 'node:crypto';
import type { Change, LabelledChange, Resource } from '../../../lib/model/resource.js';

/** A change as people read it. */
export type Shown = Omit<LabelledChange, 'key'>;

/** What a plan shows of changes. */
export function shownOf(changes: readonly Change[]): readonly Shown[] {
  return changes.map(({ verb, key, what = key, ...sides }) => ({ verb, what, ...sides }));
}

export interface ResourceCase {
  /** A sentence about what the type makes of the answer. */
  readonly name: string;
  readonly want: Resource;
  /** What the host wrote to stdout. */
  readonly answer: string;
  /** Defaults to 0. */
  readonly status?: number;
  readonly stderr?: string;
  /** What differs then; or why that can't be told. */
  readonly then: readonly Shown[] | { readonly unreadable: string };
}

/** Base64 as the host writes it. */
export function base64(text: string | Buffer): string {
  return Buffer.from(text).toString('base64');
}

/** What the host answers about one file that is there, owned by root and 0644; `more` follows. */
export function fileAnswer(path: string, text: string, more = ''): string {
  const sum = createHash('sha256').update(text).digest('hex');
  return `found 0\n81a4:0:0:4:root:root\n${sum}  ${path}\n.\n${more}`;
}
