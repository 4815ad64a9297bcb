// The pieces of a host's section, each in two lengths.
import type { Event, Trouble } from '../../../lib/model/event.js';
import type { Step } from '../../../lib/model/plan.js';
import type { LabelledChange } from '../../../lib/model/resource.js';
import { sidesOf } from '../lines/before-and-after.js';
import { unifiedDiff } from '../lines/unified-diff.js';
import { plainTrouble } from '../lines/error-lines.js';
import { codeBlock, codeSpan } from './quote-as-code.js';

/** `brief` is used if there is no room for `full`. */
export interface Piece {
  readonly brief: string;
  readonly full: string;
}

/** A list item with the resource and, below it, each change; the full version has collapsed diffs. */
export function stepPiece({ resource, role, state, changes, why }: Step): Piece {
  const head = `- ${codeSpan(resource)} (${role})`;
  if (state === 'unknown') return same(`${head}: not known yet (${codeSpan(why ?? 'no reason given')})`);
  const lines = (withDiff: boolean): string =>
    [head, ...indented(changes.flatMap((change) => changeLines(change, withDiff)))].join('\n');
  return { brief: lines(false), full: lines(true) };
}

/** What went wrong with a host; the full version includes its output, and what to do. */
export function troublePiece(trouble: Trouble): Piece {
  const [first = '', ...rest] = plainTrouble(trouble);
  return { brief: `- ${codeSpan(first)}`, full: codeBlock([first, ...rest]).join('\n') };
}

/** A failed check; the full version includes what was found. */
export function checkPiece({ title, role, found = '' }: Extract<Event, { type: 'check.done' }>): Piece {
  const head = `- ${codeSpan(title)} (${role})`;
  const inner = ['', ...codeBlock(found.trimEnd().split('\n'))];
  return { brief: head, full: [head, ...indented(inner)].join('\n') };
}

function changeLines(change: LabelledChange, withDiff: boolean): readonly string[] {
  const head = `- ${change.verb} ${codeSpan(change.what)}`;
  const sides = sidesOf(change);
  if (!sides.texts) {
    const both = [sides.before, sides.after].flatMap((side) => (side === undefined ? [] : [codeSpan(side)]));
    return [both.length === 0 ? head : `${head}: ${both.join(' → ')}`];
  }
  if (!withDiff) return [head];
  const diff = ['', ...codeBlock(unifiedDiff(...sides.texts), 'diff'), ''];
  // In Markdown, HTML ends only at an empty line.
  return [head, ...indented(folded('difference', diff)), ''];
}

/** A section that can be collapsed. `title` is HTML. */
export function folded(
  title: string,
  lines: readonly string[],
  open: 'open' | 'closed' = 'closed',
): readonly string[] {
  return [`<details${open === 'open' ? ' open' : ''}><summary>${title}</summary>`, ...lines, '</details>'];
}

/** Indents the lines, so that they belong to the list item before them. */
function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function same(text: string): Piece {
  return { brief: text, full: text };
}
