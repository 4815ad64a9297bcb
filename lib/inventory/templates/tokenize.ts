// Splits a template into its texts and the words between its braces.
import { TemplateError } from './template-error.js';

export type TokenKind = 'text' | 'number' | 'string' | 'name' | 'sign' | 'open' | 'close' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const word =
  /\s+|(?<number>\d[\d_]*(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<string>"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*')|(?<name>[A-Za-z_]\w*)|(?<sign>\*\*|\/\/|==|!=|<=|>=|[-+*/%~<>=.,:|()[\]{}])/y;

/** Texts, and `open` … `close` around the words of `{{ }}` and `{% %}`; comments are left out. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const text = (piece: string): void => {
    if (piece !== '') tokens.push({ kind: 'text', text: piece });
  };
  let at = 0;
  let trim = false;
  while (at < source.length) {
    const opening = /\{[{%#]-?/g;
    opening.lastIndex = at;
    const found = opening.exec(source);
    const piece = source.slice(at, found?.index);
    const begun = trim ? piece.trimStart() : piece;
    text(found?.[0].endsWith('-') ? begun.trimEnd() : begun);
    if (!found) break;
    const [sign] = found;
    at = found.index + sign.length;
    if (sign.startsWith('{#')) {
      const end = source.indexOf('#}', at);
      if (end < 0) throw new TemplateError('{# is never closed');
      trim = source[end - 1] === '-';
      at = end + 2;
    } else {
      const ended = words(source, at, sign.startsWith('{{') ? '}}' : '%}', tokens);
      ({ at, trim } = ended);
      // Jinja drops the line break after a statement.
      if (sign.startsWith('{%') && source[at] === '\n') at++;
    }
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

function words(source: string, from: number, close: string, tokens: Token[]): { at: number; trim: boolean } {
  tokens.push({ kind: 'open', text: close });
  let at = from;
  let depth = 0;
  while (at < source.length) {
    const trim = source.startsWith(`-${close}`, at);
    if (depth === 0 && (trim || source.startsWith(close, at))) {
      tokens.push({ kind: 'close', text: close });
      return { at: at + close.length + (trim ? 1 : 0), trim };
    }
    word.lastIndex = at;
    const found = word.exec(source);
    if (!found) throw new TemplateError(`${JSON.stringify(source[at])} is not allowed in an expression`);
    at += found[0].length;
    for (const kind of ['number', 'string', 'name', 'sign'] as const) {
      if (found.groups?.[kind] !== undefined) tokens.push({ kind, text: found[0] });
    }
    if (found[0] === '{') depth++;
    if (found[0] === '}') depth--;
  }
  throw new TemplateError(`${close === '}}' ? '{{' : '{%'} is never closed`);
}
