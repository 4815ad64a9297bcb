// Chooses the parts of a report that there is room for.
import type { Piece } from './host-section.js';

/** A part of the report with its own heading; `open` and `close` enclose its pieces. */
export interface Section {
  readonly open: string;
  readonly pieces: readonly Piece[];
  readonly close: string;
}

/** The line that replaces pieces that there was no room for. */
const leftOut = (count: number): string => `- and ${count} more that don't fit here`;
const reserve = leftOut(999_999).length + 1;

/**
 * The sections in at most `room` characters, and whether anything was cut: first details are omitted, then pieces, then
 * whole sections, each from the end.
 */
export function fit(
  sections: readonly Section[],
  room: number,
): { readonly text: string; readonly cut: boolean } {
  let left = room;
  const take = (length: number): boolean => {
    if (length > left) return false;
    left -= length;
    return true;
  };
  const kept = takeWhile(sections, ({ open, close }) => take(open.length + close.length + 2 + reserve));
  const chosen = kept.map(({ pieces }) =>
    takeWhile(pieces, ({ brief }) => take(brief.length + 1)).map(({ brief }) => brief),
  );
  let cut = kept.length < sections.length;
  const parts = kept.flatMap(({ open, pieces, close }, at) => {
    const briefs = chosen[at] ?? [];
    const shown = briefs.map((brief, index) => {
      const full = pieces[index]?.full ?? brief;
      if (take(full.length - brief.length)) return full;
      cut = true;
      return brief;
    });
    const missing = pieces.length - shown.length;
    cut ||= missing > 0;
    return [open, ...shown, ...(missing > 0 ? [leftOut(missing)] : []), close];
  });
  return { text: parts.map((part) => `${part}\n`).join(''), cut };
}

function takeWhile<Item>(items: readonly Item[], fits: (item: Item) => boolean): readonly Item[] {
  const end = items.findIndex((item) => !fits(item));
  return end < 0 ? items : items.slice(0, end);
}
