// Reads tokens one by one, and reports what was expected instead of an unexpected one.
import { TemplateError } from './template-error.js';
import type { Token, TokenKind } from './tokenize.js';

/** Deepest nesting of a template. */
const deepest = 64;

/** Kinds of tokens in words. */
const kinds: Readonly<Partial<Record<TokenKind, string>>> = { open: '{{ or {%', close: '}} or %}' };

/** A parser's position in its tokens. */
export class TokenReader {
  #at = 0;
  #depth = 0;

  /** `contentOf` returns the content of a string in quotes. */
  constructor(
    private readonly tokens: readonly Token[],
    readonly contentOf: (literal: string) => string,
  ) {}

  get next(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  is(kind: TokenKind, ...texts: readonly string[]): boolean {
    return this.next.kind === kind && (texts.length === 0 || texts.includes(this.next.text));
  }

  /** Consumes the next token if it matches, and returns its text. */
  take(kind: TokenKind, ...texts: readonly string[]): string | undefined {
    if (!this.is(kind, ...texts)) return undefined;
    const { text } = this.next;
    this.#at++;
    return text;
  }

  /** Whether the token after the next one matches. */
  follows(kind: TokenKind, text: string): boolean {
    const token = this.tokens[this.#at + 1];
    return token?.kind === kind && token.text === text;
  }

  /** Like `take`, but throws if the next token is another one. */
  expect(kind: TokenKind, ...texts: readonly string[]): string {
    const taken = this.take(kind, ...texts);
    if (taken !== undefined) return taken;
    const wanted = texts.length > 0 ? texts.join(' or ') : (kinds[kind] ?? `a ${kind}`);
    throw new TemplateError(
      `expected ${wanted}, found ${this.next.text === '' ? 'the end of the template' : this.next.text}`,
    );
  }

  /** Parses something that may contain more of its kind. */
  nested<Result>(parse: () => Result): Result {
    if (++this.#depth > deepest)
      throw new TemplateError(`the template is nested more than ${deepest} levels deep`);
    const result = parse();
    this.#depth--;
    return result;
  }
}
