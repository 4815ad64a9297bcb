// Translates Python's regular expressions, which host patterns and templates use, to JavaScript's.

/** The regular expression that Python's re.compile would create. `flags` are those of RegExp. Throws a SyntaxError for features that JavaScript lacks. */
export function pythonRegex(written: string, flags = ''): RegExp {
  const [, leading = ''] = /^\(\?([aimsux]+)\)/.exec(written) ?? [];
  const source = leading === '' ? written : written.slice(leading.length + 3);
  const read = new Reader(source, leading.includes('x'));
  const own = ['i', 'm', 's'].filter((flag) => leading.includes(flag));
  return new RegExp(read.all(), [...new Set([...Array.from(flags), ...own, 'u'])].join(''));
}

const word = '\\p{L}\\p{N}_';
const sets: Readonly<Record<string, string>> = { d: '\\p{Nd}', s: '\\s', w: word };
const controls: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const anchors: Readonly<Record<string, string>> = {
  A: '(?<![^])',
  Z: '(?![^])',
  b: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`,
  B: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`,
};

/** Reads one expression, token by token. */
class Reader {
  #rest: string;

  constructor(
    source: string,
    readonly verbose: boolean,
  ) {
    this.#rest = source;
  }

  all(): string {
    let made = '';
    while (this.#rest !== '') made += this.#token();
    return made;
  }

  /** Consumes what the expression matches next; undefined if it doesn't match. */
  #take(form: RegExp): RegExpExecArray | undefined {
    const found = new RegExp(`^(?:${form.source})`, 'su').exec(this.#rest);
    if (!found) return undefined;
    this.#rest = this.#rest.slice(found[0].length);
    return found;
  }

  #token(): string {
    if (this.verbose && this.#take(/\s+|#[^\n]*/)) return '';
    if (this.#take(/\(\?#[^)]*\)/)) return '';
    const named = this.#take(/\(\?P<(\w+)>/);
    if (named) return `(?<${named[1] ?? ''}>`;
    const again = this.#take(/\(\?P=(\w+)\)/);
    if (again) return `\\k<${again[1] ?? ''}>`;
    const group = this.#take(/\(\?(?::|=|!|<=|<!)|\((?!\?)|[)|^$.]/);
    if (group) return group[0];
    if (this.#rest.startsWith('(?')) throw new SyntaxError(`${this.#rest.slice(0, 4)} is not supported`);
    const times = this.#take(/[*+?]\??|\{(\d*)(,?)(\d*)\}(\??)/);
    if (times) return repeated(times);
    if (this.#take(/\[/)) return this.#set();
    const escape = this.#escape(false);
    if (escape !== undefined) return escape;
    return literal(this.#take(/./)?.[0] ?? '');
  }

  /** A set of characters, whose opening bracket has been consumed. */
  #set(): string {
    let made = this.#take(/\^/) ? '[^' : '[';
    if (this.#take(/\]/)) made += literal(']');
    while (!this.#take(/\]/)) {
      if (this.#rest === '') throw new SyntaxError('a character set is not closed');
      const dash = this.#take(/-(?=\])/);
      if (dash) made += literal('-');
      else if (this.#take(/-/)) made += made.endsWith('[') || made.endsWith('[^') ? literal('-') : '-';
      else made += this.#escape(true) ?? literal(this.#take(/./)?.[0] ?? '');
    }
    return `${made}]`;
  }

  #escape(inSet: boolean): string | undefined {
    if (!this.#rest.startsWith('\\')) return undefined;
    const code = this.#take(/\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/);
    if (code) return literal(String.fromCodePoint(parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)));
    const octal = this.#take(/\\(0[0-7]{0,2}|[1-3][0-7]{2})/);
    if (octal) return literal(String.fromCodePoint(parseInt(octal[1] ?? '', 8)));
    const back = inSet ? undefined : this.#take(/\\([1-9]\d?)/);
    if (back) return `(?:\\${back[1] ?? ''})`;
    const [, character = ''] = this.#take(/\\(.)/) ?? [];
    const set = sets[character.toLowerCase()];
    if (set !== undefined) return setOf(character, set, inSet);
    if (!inSet && Object.hasOwn(anchors, character)) return anchors[character];
    if (inSet && character === 'b') return literal('\b');
    if (Object.hasOwn(controls, character)) return literal(controls[character] ?? '');
    if (character === '' || /[A-Za-z0-9]/.test(character))
      throw new SyntaxError(`\\${character} is not a valid escape`);
    return literal(character);
  }
}

/** \d, \s, \w and their negations; in a set, only negations that have a name of their own are possible. */
function setOf(character: string, set: string, inSet: boolean): string {
  if (character !== character.toLowerCase()) {
    if (!inSet) return `[^${set}]`;
    const negated: Readonly<Record<string, string>> = { D: '\\P{Nd}', S: '\\S' };
    const known = negated[character];
    if (known === undefined) throw new SyntaxError(`\\${character} is not supported in a character set`);
    return known;
  }
  return inSet ? set : `[${set}]`;
}

/** `{,3}` means `{0,3}`; braces without a number are literal. */
function repeated([whole, from, comma, to, lazy]: RegExpExecArray): string {
  if (!whole.startsWith('{')) return whole;
  if (from === '' && to === '') return whole.replaceAll(/./gsu, literal);
  return `{${from === '' ? '0' : (from ?? '')}${comma ?? ''}${to ?? ''}}${lazy ?? ''}`;
}

/** Escapes by code point, the only form that is correct both inside and outside sets. */
function literal(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
