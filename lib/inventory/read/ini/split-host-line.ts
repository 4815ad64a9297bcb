// Splits a host's line of an INI inventory into words, with a shell's quotes and comments.

/** A word without its quotes, and its offset. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** The words as Python's shlex splits them; undefined if a quote isn't closed. A `#` begins a comment, even within a word. */
export function shellWords(line: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let word: { text: string; readonly at: number } | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '#') break;
    if (/[ \t\r\n]/.test(character)) {
      if (word) words.push(word);
      word = undefined;
      continue;
    }
    word ??= { text: '', at };
    if (character === '\\') {
      if (++at >= line.length) return undefined;
      word.text += line.charAt(at);
    } else if (character === '"' || character === "'") {
      const quoted = quotedAt(line, at);
      if (!quoted) return undefined;
      word.text += quoted.text;
      at = quoted.end;
    } else word.text += character;
  }
  return word ? [...words, word] : words;
}

/** The text between the quote at `start` and the quote that closes it. */
function quotedAt(line: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const quote = line.charAt(start);
  let text = '';
  for (let at = start + 1; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === quote) return { text, end: at };
    const next = line.charAt(at + 1);
    if (quote === '"' && character === '\\' && (next === '"' || next === '\\')) {
      text += next;
      at++;
    } else text += character;
  }
  return undefined;
}
