// Turns a parsed YAML document into written values: aliases and merge keys followed within bounds, keys checked.
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
  type YAMLSeq,
} from 'yaml';
import type { Place } from '../../model/fleet.js';
import { deepest } from './nesting-depth.js';
import type { Problems } from './collect-problems.js';
import { readKey, readScalar, type Language } from './read-scalar.js';
import { literally } from './mark-raw-value.js';
import type { Doubt, Raw, RawEntry, RawList, RawMap } from './raw-value.js';

/** Maximum number of values in one file, with aliases expanded: more than this is a bomb. */
const most = 100_000;

/** What the document was read from. */
export interface TextOf {
  readonly file: string;
  readonly language: Language;
  /** Errors about a secret text don't quote it. */
  readonly kind: 'secret' | 'plain';
}

/** The document's values. Stops once there are too many. */
export function rawOf(
  document: Document.Parsed,
  { file, language, kind }: TextOf,
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
      const wanted = kind === 'secret' ? '***' : node.source;
      problems.add(`*${wanted}: no anchor &${wanted} is defined before this alias`, { place: at(node) });
      return none;
    }
    if (isScalar(node)) return scalar(node);
    const whole = isMap(node) ? map(node, depth) : isSeq(node) ? list(node, depth) : none;
    return node.tag === '!unsafe' ? literally(whole) : whole;
  };

  const scalar = (node: Scalar): Raw => {
    const place = at(node);
    const text = String(node.value);
    if (node.tag === '!secret') return { kind: 'sealed', how: 'literal', text, place };
    if (node.tag === '!age') return { kind: 'sealed', how: 'age', text, place };
    if (node.tag === '!file') return { kind: 'sealed', how: 'file', text, place };
    if (node.tag === '!vault' || node.tag === '!vault-encrypted') {
      return { kind: 'sealed', how: 'vault', text, place };
    }
    return readScalar(node, place, language);
  };

  const list = (node: YAMLSeq, depth: number): RawList => {
    const items = (node.items as Node[]).map((item) => value(item, depth + 1, at(item)));
    return { kind: 'list', place: at(node), items };
  };

  const map = (node: YAMLMap, depth: number): RawMap => {
    const entries = new Map<string, RawEntry>();
    const merged = new Map<string, RawEntry>();
    for (const pair of node.items as Pair<ParsedNode, ParsedNode | null>[]) {
      const place = at(pair.key);
      if (!isScalar(pair.key)) {
        problems.add('a key must be a scalar', { place });
        continue;
      }
      const { key, doubt } = readKey(pair.key, place);
      const written = value(pair.value, depth + 1, at(pair.value ?? pair.key));
      if (key === '<<' && pair.key.type === Scalar.PLAIN) {
        mergeInto(merged, written, problems);
        continue;
      }
      if (key === '__proto__') {
        problems.add('__proto__ cannot be a key', { place });
        continue;
      }
      const first = entries.get(key);
      const twice = first && appearsTwice(key, place, first, problems);
      const wrong = twice ?? doubt;
      entries.set(key, { place, value: written, ...(wrong && { doubt: wrong }) });
    }
    for (const [key, entry] of merged) if (!entries.has(key)) entries.set(key, entry);
    return { kind: 'map', place: at(node), entries };
  };

  try {
    return value(document.contents, 0, { file, line: 1, column: 1 });
  } catch (error) {
    if (!(error instanceof Bomb)) throw error;
    const message = `aliases expand to more than ${String(most)} values or ${String(deepest)} levels`;
    problems.add(message, { place: error.place });
    return undefined;
  }
}

/** Ansible uses the last one, with a warning. */
function appearsTwice(key: string, place: Place, first: RawEntry, problems: Problems): Doubt {
  const message = `${key} appears twice in the same mapping`;
  const hint = `It is already defined on line ${first.place.line}.`;
  problems.warn(message, { place, hint });
  return { message, hint, place };
}

function mergeInto(merged: Map<string, RawEntry>, from: Raw, problems: Problems): void {
  const sources = from.kind === 'list' ? from.items : [from];
  for (const source of sources) {
    if (source.kind !== 'map')
      problems.add('<< must be a mapping or a list of mappings', { place: source.place });
    else for (const [key, entry] of source.entries) if (!merged.has(key)) merged.set(key, entry);
  }
}

class Bomb extends Error {
  constructor(readonly place: Place) {
    super('too much');
  }
}
