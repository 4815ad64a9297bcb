// Turns a parsed YAML document into written values: aliases and merge keys followed within bounds, keys checked.
import { dirname, isAbsolute, join } from 'node:path';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Scalar,
  type Document,
  type Node,
  type Pair,
  type ParsedNode,
  type YAMLMap,
} from 'yaml';
import type { Place } from '../../model/fleet.js';
import { deepest } from './nesting.js';
import type { Problems } from './problems.js';
import { scalarOf } from './scalar-of.js';
import type { Raw, RawEntry, RawMap } from './raw.js';

/** More values than this in one file, aliases followed, is a bomb. */
const most = 100_000;

/** The document's values. Stops at the first value too many. */
export function rawOf(
  document: Document.Parsed,
  file: string,
  placeOf: (offset: number) => Place,
  problems: Problems,
): Raw | undefined {
  let count = 0;
  const at = (node: Node | null | undefined): Place => placeOf(node?.range?.[0] ?? 0);

  const value = (node: Node | null, depth: number, place: Place): Raw => {
    const none: Raw = { kind: 'scalar', place, value: null, source: '' };
    if (++count > most || depth > deepest) throw new Bomb(place);
    if (node === null) return none;
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target) return value(target, depth + 1, at(node));
      problems.add(`*${node.source}: no value before this one is named &${node.source}`, {
        place: at(node),
      });
      return none;
    }
    if (isMap(node)) return map(node, depth);
    if (isSeq(node)) {
      const items = (node.items as Node[]).map((item) => value(item, depth + 1, at(item)));
      return { kind: 'list', place: at(node), items };
    }
    return isScalar(node) ? scalar(node) : none;
  };

  const scalar = (node: Scalar): Raw => {
    const place = at(node);
    const text = String(node.value);
    if (node.tag === '!secret') return { kind: 'sealed', how: 'literal', text: sound(text, place), place };
    if (node.tag === '!age') return { kind: 'sealed', how: 'age', text, place };
    if (node.tag === '!file') {
      const path = isAbsolute(text) ? text : join(dirname(file), text);
      return { kind: 'sealed', how: 'file', text: path, place };
    }
    const plainStyle = node.type === Scalar.PLAIN && node.tag === undefined;
    const read = plainStyle
      ? scalarOf(node, place, problems)
      : (node.value as string | number | boolean | null);
    if (typeof read === 'string') sound(read, place);
    return { kind: 'scalar', place, value: read, source: node.source ?? text };
  };

  const sound = (text: string, place: Place): string => {
    if (text.includes('\0'))
      problems.add('a value contains a NUL, which no shell argument can hold', { place });
    if (/\p{Surrogate}/u.test(text))
      problems.add('a value contains half a character (a lone surrogate)', { place });
    return text;
  };

  const map = (node: YAMLMap, depth: number): RawMap => {
    const entries = new Map<string, RawEntry>();
    const merged = new Map<string, RawEntry>();
    for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const place = at(pair.key);
      if (!isScalar(pair.key)) {
        problems.add('a key must be a plain word', { place });
        continue;
      }
      const { source, value: unsourced } = pair.key as Scalar; // an empty key has no source
      const key = source ?? String(unsourced);
      const entry = { place, value: value(pair.value, depth + 1, at(pair.value ?? pair.key)) };
      if (key === '<<' && pair.key.type === Scalar.PLAIN) {
        mergeInto(merged, entry.value, problems);
        continue;
      }
      const first = entries.get(key);
      if (key === '__proto__') problems.add('__proto__ cannot be a key', { place });
      else if (first) {
        problems.add(`${key}: appears twice in one mapping`, {
          place,
          hint: `It is already on line ${first.place.line}.`,
        });
      } else entries.set(key, entry);
    }
    for (const [key, entry] of merged) if (!entries.has(key)) entries.set(key, entry);
    return { kind: 'map', place: at(node), entries };
  };

  try {
    return value(document.contents, 0, { file, line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof Bomb)) throw error;
    const message = `its aliases expand to more than ${String(most)} values, or deeper than ${String(deepest)} levels`;
    problems.add(message, { place: error.place });
    return undefined;
  }
}

function mergeInto(merged: Map<string, RawEntry>, from: Raw, problems: Problems): void {
  const sources = from.kind === 'list' ? from.items : [from];
  for (const source of sources) {
    if (source.kind !== 'map')
      problems.add('<< takes a mapping or a list of mappings', { place: source.place });
    else for (const [key, entry] of source.entries) if (!merged.has(key)) merged.set(key, entry);
  }
}

class Bomb extends Error {
  constructor(readonly place: Place) {
    super('too much');
  }
}
