// A line → lines that fit a terminal, broken between words.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

/** A command between backquotes is one word, so that a copy of it contains no line break. */
const words = /`[^`]*`\S*|\S+/g;

/** Text of files and programs is indented at least this far, and is shown as it is. */
const verbatim = 6;

/** A word that is wider than the terminal is left for the terminal to break. */
export function wrapLine(line: string, columns: number): readonly string[] {
  const plain = stripVTControlCharacters(line);
  const indent = plain.search(/\S/);
  const ours = indent < verbatim || /^\s*hint: /.test(plain);
  if (!ours || stringWidth(line) <= columns) return [line];
  const lines: string[] = [];
  const [first = '', ...rest] = line.match(words) ?? [];
  let current = ' '.repeat(indent) + first;
  for (const word of rest) {
    const longer = `${current} ${word}`;
    if (stringWidth(longer) <= columns) current = longer;
    else {
      lines.push(current);
      current = ' '.repeat(indent + 2) + word;
    }
  }
  return [...lines, current];
}
