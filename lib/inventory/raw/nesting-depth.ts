// Measures how deeply a YAML text is nested, before a recursive parser reads it.
import { Lexer } from 'yaml';

/** Deepest nesting that an inventory file may have. */
export const deepest = 64;

/** Widest indentation, in columns, that an inventory file may have. */
const widest = 256;

/** Tokens that the lexer adds, which don't occur in the text: a document, the end of a flow, a scalar. */
const marks = new Set(['\u0002', '\u0018', '\u001f']);

/** The offset at which a text is nested too deeply, if it is. Takes linear time, and doesn't recurse. */
export function tooDeep(text: string): number | undefined {
  // A stack overflow in the parser isn't always an exception: inside a regular expression, it ends the whole process.
  const indented = new RegExp(`^[ ]{${String(widest)},}[^ \\n]`, 'm').exec(text);
  if (indented) return indented.index;
  if (!/(?:[-?:]\s+){16}/.test(text) && text.split(/[[{]/, deepest + 1).length <= deepest) return undefined;
  let flow = 0;
  let indicators = 0;
  let offset = 0;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow--;
    else if (token === '-' || token === '?' || token === ':') indicators++;
    else if (token.includes('\n')) indicators = 0;
    if (flow > deepest || indicators > deepest * 4) return offset;
    if (!marks.has(token)) offset += token.length;
  }
  return undefined;
}
