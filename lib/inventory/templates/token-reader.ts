// Reads tokens one by one, and reports what was expected instead of an unexpected one.
import { TemplateError } from './template-error.js';
import type { Token, TokenKind } from './tokenize.js';

/** Deepest nesting of a template. */
const deepest = 64;

/** Where a parser is in its tokens. */
export class TokenReader {
  #at = 0;
  #depth = 0;

  /** `contentOf` says what a string in quotes means. */
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

  /** The next token's text, if it is this one; then it is read. */
  take(kind: TokenKind, ...texts: readonly string[]): string | undefined {
    if (!this.is(kind, ...texts)) return undefined;
    const { text } = this.next;
    this.#at++;
    return text;
  }

  /** Whether the one after the next is this. */
  follows(kind: TokenKind, text: string): boolean {
    const token = this.tokens[this.#at + 1];
    return token?.kind === kind && token.text === text;
  }

  /** As `take`; throws where another one stands. */
  expect(kind: TokenKind, ...texts: readonly string[]): string {
    const taken = this.take(kind, ...texts);
    if (taken !== undefined) return taken;
    const wanted = texts.length > 0 ? texts.join(' or ') : kind === 'name' ? 'a name' : `a ${kind}`;
    throw new TemplateError(
      `expected ${wanted}, found ${this.next.text === '' ? 'the end' : this.next.text}`,
    );
  }

  /** Parses something that may hold more of its kind. */
  nested<Result>(parse: () => Result): Result {
    if (++this.#depth > deepest) throw new TemplateError(`it nests deeper than ${deepest} levels`);
    const result = parse();
    this.#depth--;
    return result;
  }
}
