// A block of lines between two markers, in a text that other programs also write to.

/** The lines that begin and end the block. */
export interface Marks {
  readonly begin: string;
  readonly end: string;
}

/** Markers of a block, as comments that start with `comment`; `name` distinguishes several blocks in one file. */
export function marksOf(comment: string, name?: string): Marks {
  const which = name === undefined ? '' : ` ${name}`;
  return { begin: `${comment} trueup: begin${which}`, end: `${comment} trueup: end${which}` };
}

/** The lines of the block, if there is one, and all other lines. A marker without its counterpart is dropped. */
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

/** The lines with the markers around them. */
export function blockOf(lines: readonly string[], { begin, end }: Marks): readonly string[] {
  return [begin, ...lines, end];
}
