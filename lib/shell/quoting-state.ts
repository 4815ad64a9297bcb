// Follows shell source far enough to know whether a place in it is inside quotes.

type Context = 'plain' | 'single' | 'double' | 'comment';

/** Takes pieces of sh source in order, and knows the quoting context after each. */
export class QuotingState {
  readonly #stack: Context[] = ['plain'];
  readonly #parens: number[] = [0];
  #before = '\n';
  #escaped = false;

  /** True if an unquoted word could stand here. */
  get plain(): boolean {
    return this.#context === 'plain' && !this.#escaped;
  }

  get #context(): Context {
    return this.#stack.at(-1) ?? 'plain';
  }

  feed(source: string): void {
    for (const char of source) {
      if (this.#escaped) this.#escaped = false;
      else this.#step(char);
      this.#before = char;
    }
  }

  /** An interpolated word was put here. */
  word(): void {
    this.#before = 'x';
  }

  #step(char: string): void {
    switch (this.#context) {
      case 'comment':
        if (char === '\n') this.#stack.pop();
        return;
      case 'single':
        if (char === "'") this.#stack.pop();
        return;
      case 'double':
        if (char === '\\') this.#escaped = true;
        else if (char === '"') this.#stack.pop();
        else if (char === '(' && this.#before === '$') this.#open();
        return;
      case 'plain':
        this.#plainStep(char);
    }
  }

  #plainStep(char: string): void {
    if (char === '\\') this.#escaped = true;
    else if (char === "'") this.#stack.push('single');
    else if (char === '"') this.#stack.push('double');
    else if (char === '#' && /[\s;&|(]/.test(this.#before)) this.#stack.push('comment');
    else if (char === '(') this.#open();
    else if (char === ')') this.#close();
  }

  #open(): void {
    if (this.#context === 'double') {
      this.#stack.push('plain');
      this.#parens.push(1);
    } else {
      this.#parens[this.#parens.length - 1] = (this.#parens.at(-1) ?? 0) + 1;
    }
  }

  #close(): void {
    const depth = (this.#parens.at(-1) ?? 0) - 1;
    if (depth === 0 && this.#parens.length > 1) {
      this.#parens.pop();
      this.#stack.pop();
    } else {
      this.#parens[this.#parens.length - 1] = Math.max(depth, 0);
    }
  }
}
