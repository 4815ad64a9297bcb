// The lines of a text, and the position of a part in it.
import { Unreadable } from '../../model/resource.js';
import { Secret } from '../../model/secret.js';
import type { Place } from './edit-lines.js';
import type { SharedFile } from './shared-file.js';

/** The lines without their line breaks. A trailing line break doesn't start another line. */
export function linesOf(content: string): readonly string[] {
  const lines = content.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** The range between the two lines, both excluded; Unreadable if one of them is missing. */
export function rangeOf(
  lines: readonly string[],
  path: string,
  { after, before }: Place,
): { readonly from: number; readonly to: number } | Unreadable {
  const lost = (line: string): Unreadable => new Unreadable(`${path} has no line ${JSON.stringify(line)}`);
  const from = after === undefined ? 0 : lines.indexOf(after) + 1;
  if (after !== undefined && from === 0) return lost(after);
  const to = before === undefined ? lines.length : lines.indexOf(before, from);
  return before !== undefined && to < 0 ? lost(before) : { from, to };
}

/**
 * Why a rollback can't restore a part of the file; undefined if it can. No copy is kept of a part that may be a secret.
 */
export function whySecretPartStays(
  path: string,
  part: string,
  { state }: SharedFile,
  wanted: string | Secret,
  old: string | undefined,
): string | undefined {
  const isSecret = wanted instanceof Secret;
  const isHidden = old !== undefined && state !== undefined && !/[4-7]$/.test(state.mode);
  if (!isSecret && !isHidden) return undefined;
  const why = isSecret ? `the ${part} contains a secret` : 'it is not world-readable';
  return `${path}: ${why}, so no earlier ${part} is kept; apply the older commit instead`;
}
