// Splits a command line into its words, without a shell.

const doubleQuoted = String.raw`"(?:[^"\\]|\\[\s\S])*"`;
const singleQuoted = `'[^']*'`;
const part = new RegExp(String.raw`${doubleQuoted}|${singleQuoted}|\\[\s\S]|[^\s"'\\]`, 'y');

/** Splits as a shell would, by blanks, quotes and backslashes. Nothing else has a special meaning. */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length;) {
    part.lastIndex = at;
    const found = part.exec(text)?.[0];
    if (found === undefined) {
      // A blank ends a word; an unclosed quote is left out.
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else {
      word = (word ?? '') + unquoted(found);
      at += found.length;
    }
  }
  return word === undefined ? words : [...words, word];
}

function unquoted(found: string): string {
  if (found.startsWith("'") && found.length > 1) return found.slice(1, -1);
  if (found.startsWith('"') && found.length > 1) return found.slice(1, -1).replace(/\\(["\\])/g, '$1');
  return found.startsWith('\\') ? found.slice(1) : found;
}
