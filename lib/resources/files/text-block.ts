// A block of lines between two marks, in a text that is somebody else's.

/** The lines that begin and end the block. */
export interface Marks {
  readonly begin: string;
  readonly end: string;
}

/** Marks that say whose block it is, behind the sign that begins a comment there; with a name where there may be several. */
export function marksOf(comment: string, name?: string): Marks {
  const which = name === undefined ? '' : ` ${name}`;
  return { begin: `${comment} trueup: begin${which}`, end: `${comment} trueup: end${which}` };
}

/** What is in the block, missing where there is none, and all other lines; a mark without its other half counts for nothing. */
export function splitBlock(
  content: string,
  marks: Marks,
): { readonly block?: readonly string[]; readonly rest: readonly string[] } {
  const lines = content.split('\n');
  const first = lines.indexOf(marks.begin);
  const last = lines.indexOf(marks.end, first);
  if (first < 0 || last < 0) {
    return { rest: lines.filter((line) => line !== marks.begin && line !== marks.end) };
  }
  const { rest } = splitBlock([...lines.slice(0, first), ...lines.slice(last + 1)].join('\n'), marks);
  return { block: lines.slice(first + 1, last), rest };
}

/** The block's lines between their marks. */
export function blockOf(lines: readonly string[], { begin, end }: Marks): readonly string[] {
  return [begin, ...lines, end];
}
