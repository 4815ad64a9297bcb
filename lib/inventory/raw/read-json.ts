// Reads JSON into values with places.
import type { Place } from '../../model/fleet.js';
import { TrueupError } from '../../model/trueup-error.js';
import { deepest } from './nesting-depth.js';
import type { Raw, RawEntry } from './raw-value.js';
import { literally } from './mark-raw-value.js';

/** More values than this may need too much memory; ten thousand hosts have about as many. */
const most = 1_000_000;

/** The content of the text; undefined if it isn't JSON. Throws E_INPUT if it is nested too deeply or is too large. */
export function readJson(text: string, file: string): Raw | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return new JsonReader(text, file).value(0);
}

const blank = /[ \t\r\n]*/y;
const scalar = /"[^"\\]*(?:\\[^][^"\\]*)*"|[^\s,\]}]+/y;

/** Walks a text that is known to be JSON. */
class JsonReader {
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #count = 0;

  constructor(
    readonly text: string,
    readonly file: string,
  ) {}

  value(depth: number): Raw {
    this.#skipBlank();
    const place = { file: this.file, line: this.#line, column: this.#at - this.#lineStart + 1 };
    if (depth > deepest)
      throw new TrueupError('E_INPUT', `the data is nested more than ${deepest} levels deep`, { place });
    if (++this.#count > most) throw new TrueupError('E_INPUT', `has more than ${most} values`, { place });
    const first = this.text.charAt(this.#at);
    if (first === '{') return valueOf(this.#entries(depth), place);
    if (first === '[') return { kind: 'list', place, items: this.#items(depth) };
    const source = this.#take(scalar);
    const value = JSON.parse(source) as string | number | boolean | null;
    return { kind: 'scalar', place, value, source: typeof value === 'string' ? value : source };
  }

  #entries(depth: number): ReadonlyMap<string, RawEntry> {
    const entries = new Map<string, RawEntry>();
    while (this.#goesOn('}')) {
      const { place, ...key } = this.value(depth + 1);
      this.#skipBlank();
      this.#at++; // the colon
      const value = this.value(depth + 1);
      // As in every JSON parser, the last duplicate wins.
      if (key.kind === 'scalar') entries.set(String(key.value), { place, value });
    }
    return entries;
  }

  #items(depth: number): readonly Raw[] {
    const items: Raw[] = [];
    while (this.#goesOn(']')) items.push(this.value(depth + 1));
    return items;
  }

  /** Skips to the next item, or past the closing bracket. Returns whether there is another item. */
  #goesOn(end: string): boolean {
    this.#skipBlank();
    const more = this.text.charAt(this.#at++) !== end;
    this.#skipBlank();
    if (!more || this.text.charAt(this.#at) !== end) return more;
    this.#at++;
    return false;
  }

  #skipBlank(): void {
    const start = this.#at;
    const taken = this.#take(blank);
    for (let at = taken.indexOf('\n'); at >= 0; at = taken.indexOf('\n', at + 1)) {
      this.#line++;
      this.#lineStart = start + at + 1;
    }
  }

  #take(what: RegExp): string {
    what.lastIndex = this.#at;
    const [found = ''] = what.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }
}

/** A mapping, or a value that Ansible writes as one: an encrypted text, or an unsafe value. */
function valueOf(entries: ReadonlyMap<string, RawEntry>, place: Place): Raw {
  const vault = entries.get('__ansible_vault')?.value;
  if (vault?.kind === 'scalar' && typeof vault.value === 'string')
    return { kind: 'sealed', how: 'vault', text: vault.value, place };
  const unsafe = entries.get('__ansible_unsafe')?.value;
  return unsafe ? literally(unsafe) : { kind: 'map', place, entries };
}
