// The values of a YAML file, each with its place: the inventory as written.
import type { Place } from '../../model/fleet.js';
import { Secret } from '../../model/secret.js';

/** A doubt about a value or its key; only reported if trueup uses the value. */
export interface Doubt {
  readonly message: string;
  readonly hint?: string;
  readonly place: Place;
}

export interface RawScalar {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly value: string | number | boolean | null;
  /** As written in the file, without quotes. */
  readonly source: string;
  readonly doubt?: Doubt;
  /** Set for `!unsafe`: braces in it are not a template. */
  readonly literal?: true;
  /** Set if it is the result of a template, which can't express whether it is a number or text. */
  readonly filled?: true;
}

/** A secret, not yet opened: `!secret text`, `!age armoured text`, an ansible-vault `!vault` text, or `!file path`. */
export interface RawSealed {
  readonly kind: 'sealed';
  readonly place: Place;
  readonly how: 'literal' | 'file' | 'age' | 'vault';
  readonly text: string;
  /** Set if it comes from an encrypted file, in which braces are templates as elsewhere. */
  readonly template?: true;
}

export interface RawList {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly Raw[];
}

export interface RawEntry {
  /** Position of the key. */
  readonly place: Place;
  readonly value: Raw;
  readonly doubt?: Doubt;
}

export interface RawMap {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: ReadonlyMap<string, RawEntry>;
  /** Set if the whole file is encrypted with ansible-vault: its entries are unknown until it is decrypted. */
  readonly vault?: RawSealed;
}

export type Raw = RawScalar | RawSealed | RawList | RawMap;

/** Stands for a secret that can't be opened, which is reported or tolerated. Not empty, because an empty value would be reported as well. */
export const unread = new Secret('unread');

/** Opens a sealed value. */
export type Opener = (sealed: RawSealed) => unknown;

/** The value as plain data; sealed values become Secrets. */
export function plain(written: Raw, open: Opener): unknown {
  switch (written.kind) {
    case 'scalar':
      return written.value;
    case 'sealed':
      return open(written);
    case 'list':
      return written.items.map((item) => plain(item, open));
    case 'map':
      return Object.fromEntries([...written.entries].map(([key, { value }]) => [key, plain(value, open)]));
  }
}

/** The value as plain data with sealed values as their text: for checking shapes only. */
export function plainly(written: Raw): unknown {
  return plain(written, ({ text }) => text);
}

/** Equal for equal values, whatever their places; for comparing only. */
export function fingerprint(written: Raw): string {
  switch (written.kind) {
    case 'scalar':
      return JSON.stringify(written.value);
    case 'sealed':
      return `!${written.how} ${JSON.stringify(written.text)}`;
    case 'list':
      return `[${written.items.map(fingerprint).join()}]`;
    case 'map': {
      const keys = [...written.entries].map(
        ([key, { value }]) => `${JSON.stringify(key)}:${fingerprint(value)}`,
      );
      return `{${keys.sort().join()}}`;
    }
  }
}

/** The entries of a mapping; none for an empty value or anything else. */
export function entriesOf(written: Raw | undefined): ReadonlyMap<string, RawEntry> {
  return written?.kind === 'map' ? written.entries : new Map();
}

/** The value in words, for errors: secrets are not shown. */
export function inWords(written: Raw): string {
  switch (written.kind) {
    case 'scalar': {
      if (written.value === null) return 'nothing';
      const text = JSON.stringify(written.value);
      return text.length > 60 ? `${text.slice(0, 57)}…"` : text;
    }
    case 'sealed':
      return 'a secret';
    case 'list':
      return 'a list';
    case 'map':
      return 'a mapping';
  }
}
