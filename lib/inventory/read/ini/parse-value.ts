// Reads a value of an INI inventory as Ansible does: as a Python literal if it is one.

/** Plain data that a literal stands for. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal };

/** Deepest nesting. */
const deepest = 64;

/** The literal's value; undefined if the text isn't a literal, in which case it is plain text. Linear in time. */
export function pythonLiteral(text: string): { readonly value: Literal } | undefined {
  try {
    const reader = new Reader(text.replace(/^[ \t]+/, ''));
    const value = reader.line();
    return { value };
  } catch (error) {
    if (error instanceof NoLiteral) return undefined;
    throw error;
  }
}

class NoLiteral extends Error {}

const token =
  /(?:(#.*$)|([A-Za-z]{0,2})("""[^]*?"""|'''[^]*?'''|"[^"\\]*(?:\\[^][^"\\]*)*"|'[^'\\]*(?:\\[^][^'\\]*)*')|(0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][-+]?\d+)?|\d(?:_?\d)*\.?(?:[eE][-+]?\d+)?)(?![\w.])|(True|False|None)(?!\w)|([-+[\](){},:]))/y;

type Token =
  | { readonly kind: 'text' | 'number' | 'word'; readonly value: Literal }
  | { readonly kind: 'sign'; readonly sign: string }
  | { readonly kind: 'end' };

class Reader {
  #at = 0;
  #depth = 0;
  #next: Token;

  constructor(readonly text: string) {
    this.#next = this.#read();
  }

  /** Parses all of the text: one value, or several separated by commas, which form a tuple. */
  line(): Literal {
    const value = this.#maybeTuple(() => this.#next.kind === 'end');
    if (this.#next.kind !== 'end') throw new NoLiteral();
    return value;
  }

  #maybeTuple(ends: () => boolean): Literal {
    const first = this.#value();
    if (!this.#is(',')) return first;
    const items = [first];
    while (this.#is(',')) {
      this.#advance();
      if (ends()) break;
      items.push(this.#value());
    }
    return items;
  }

  #value(): Literal {
    if (++this.#depth > deepest) throw new NoLiteral();
    try {
      const current = this.#next;
      if (current.kind === 'end') throw new NoLiteral();
      this.#advance();
      if (current.kind === 'text') return this.#joined(current.value as string);
      if (current.kind !== 'sign') return current.value;
      if (current.sign === '-' || current.sign === '+') return this.#signed(current.sign);
      if (current.sign === '[') return this.#items(']');
      if (current.sign === '{') return this.#braces();
      if (current.sign === '(') return this.#parentheses();
      throw new NoLiteral();
    } finally {
      this.#depth--;
    }
  }

  /** Adjacent strings are concatenated. */
  #joined(text: string): string {
    let all = text;
    while (this.#next.kind === 'text') {
      all += this.#next.value as string;
      this.#advance();
    }
    return all;
  }

  #signed(sign: string): number {
    const value = this.#value();
    if (typeof value !== 'number') throw new NoLiteral();
    return sign === '-' ? 0 - value : value;
  }

  #items(end: string): readonly Literal[] {
    const items: Literal[] = [];
    while (!this.#is(end)) {
      items.push(this.#value());
      if (!this.#is(',')) break;
      this.#advance();
    }
    this.#expect(end);
    return items;
  }

  #parentheses(): Literal {
    if (this.#is(')')) {
      this.#advance();
      return [];
    }
    const value = this.#maybeTuple(() => this.#is(')'));
    this.#expect(')');
    return value;
  }

  /** A dictionary, or a set, which becomes a list here. */
  #braces(): Literal {
    const entries: [string, Literal][] = [];
    while (!this.#is('}')) {
      const key = this.#value();
      if (entries.length === 0 && !this.#is(':')) {
        if (this.#is(',')) this.#advance();
        return [...new Set([key, ...this.#items('}')])];
      }
      this.#expect(':');
      if (key !== null && typeof key === 'object') throw new NoLiteral();
      entries.push([String(key), this.#value()]);
      if (!this.#is(',')) break;
      this.#advance();
    }
    this.#expect('}');
    return Object.fromEntries(entries);
  }

  #is(sign: string): boolean {
    return this.#next.kind === 'sign' && this.#next.sign === sign;
  }

  #expect(sign: string): void {
    if (!this.#is(sign)) throw new NoLiteral();
    this.#advance();
  }

  #advance(): void {
    this.#next = this.#read();
  }

  #read(): Token {
    while (' \t'.includes(this.text.charAt(this.#at))) {
      if (this.#at++ >= this.text.length) return { kind: 'end' };
    }
    token.lastIndex = this.#at;
    const [all, comment, prefix = '', quoted, number, word, sign] = token.exec(this.text) ?? [];
    if (all === undefined) throw new NoLiteral();
    this.#at += all.length;
    if (comment !== undefined) return { kind: 'end' };
    if (quoted !== undefined) return { kind: 'text', value: textOf(prefix.toLowerCase(), quoted) };
    if (number !== undefined) return { kind: 'number', value: numberOf(number) };
    if (word !== undefined) return { kind: 'word', value: word === 'None' ? null : word === 'True' };
    return { kind: 'sign', sign: sign ?? '' };
  }
}

function numberOf(written: string): number {
  const digits = written.replaceAll('_', '');
  // Python rejects 010, which used to be octal.
  if (/^0\d*[1-9]\d*$/.test(digits)) throw new NoLiteral();
  const value = Number(digits);
  // If a number can't represent the value, it remains text.
  if (
    !Number.isFinite(value) ||
    (/^\w+$/.test(digits) && !Number.isSafeInteger(value) && !/^\d.*[eE]/.test(digits))
  )
    throw new NoLiteral();
  return value;
}

const escapes: Readonly<Record<string, string>> = {
  '\n': '',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function textOf(prefix: string, quoted: string): string {
  if (!['', 'r', 'u', 'b', 'br', 'rb'].includes(prefix)) throw new NoLiteral();
  const inside = /^("""|''')[^]*\1$/.test(quoted) ? quoted.slice(3, -3) : quoted.slice(1, -1);
  if (prefix.includes('r')) return inside;
  return inside.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/gu,
    (all, hex?: string, short?: string, long?: string, octal?: string, one?: string) => {
      const code = hex ?? short ?? long;
      if (code !== undefined) return character(Number.parseInt(code, 16));
      if (octal !== undefined) return character(Number.parseInt(octal, 8));
      if (one === 'x' || one === 'u' || one === 'U' || one === 'N') throw new NoLiteral();
      const plain = one === '\\' || one === '"' || one === "'" ? one : all;
      return escapes[one ?? ''] ?? plain;
    },
  );
}

function character(code: number): string {
  if (code > 0x10_ff_ff) throw new NoLiteral();
  return String.fromCodePoint(code);
}
