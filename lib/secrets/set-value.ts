// Puts one sealed value into a YAML text, at KEY.PATH; nothing else in it changes.
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Document, type Node, type Pair, type YAMLMap } from 'yaml';
import { TrueupError } from '../model/trueup-error.js';
import { ageTag, parsed, spliced } from './find-sealed-values.js';

/** Formats the value for a column, with a final newline. */
export type Writer = (indent: number | undefined) => Promise<string>;

/** What is at KEY.PATH: nothing, a sealed value, or something else. */
export function standsAt(source: string, file: string, path: string): 'nothing' | 'sealed' | 'other' {
  const node = parsed(source, file).getIn(path.split('.'), true);
  if (node === undefined || (isScalar(node) && node.value === null)) return 'nothing';
  return isScalar(node) && node.tag === ageTag ? 'sealed' : 'other';
}

/** The text with the value at KEY.PATH, added or replaced. Throws E_INPUT if the value can't be put there. */
export async function withValue(source: string, file: string, path: string, write: Writer): Promise<string> {
  const document = parsed(source, file);
  const keys = path.split('.');
  if (keys.includes(''))
    throw new TrueupError('E_INPUT', `${path} is not a valid key path`, {
      hint: 'Separate keys with dots: mysql.users.0.password.',
    });
  const result =
    (await replaced(source, document, keys, write)) ?? (await added(source, document, keys, write));
  if (
    result !== undefined &&
    standsAt(result, file, path) === 'sealed' &&
    sameElsewhere(source, result, file, keys)
  )
    return result;
  const hint = 'Add KEY: !age "…" yourself with `trueup secrets edit`.';
  throw new TrueupError('E_INPUT', `${file}: ${path} cannot be added here automatically`, { hint });
}

/** Parses the result again and compares the rest, because a text may contain more than meets the eye. */
function sameElsewhere(before: string, after: string, file: string, keys: readonly string[]): boolean {
  const [old, now] = [before, after].map((text) => {
    const copy = parsed(text, file);
    if (copy.hasIn(keys)) copy.deleteIn(keys);
    try {
      return pruned(copy.toJS());
    } catch {
      // It has aliases without an anchor.
      return Symbol('unreadable');
    }
  });
  return isDeepStrictEqual(old, now);
}

/** Omits empty mappings, because those around a new value are new, too. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (value === null || typeof value !== 'object') return value ?? undefined;
  const entries = Object.entries(value).map(([key, one]) => [key, pruned(one)] as const);
  const kept = entries.filter(([, one]) => one !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Replaces the value of an existing key; undefined if the key doesn't exist, or its value can't be replaced. */
async function replaced(
  source: string,
  document: Document.Parsed,
  keys: readonly string[],
  write: Writer,
): Promise<string | undefined> {
  const parent: unknown = keys.length === 1 ? document.contents : document.getIn(keys.slice(0, -1), true);
  if (!isMap(parent) || parent.flow) return undefined;
  const pair = pairOf(parent, keys.at(-1) ?? '');
  if (!isScalar(pair?.key) || !pair.key.range) return undefined;
  const colon = source.indexOf(':', pair.key.range[1]);
  const value = pair.value as Node | null;
  if (value !== null && !isScalar(value)) return undefined;
  const last = Math.max(value?.range?.[1] ?? 0, colon + 1);
  const end = source[last - 1] === '\n' ? last : endOfLine(source, last);
  const indent = columnOf(source, pair.key.range[0]) + 2;
  return spliced(source, [{ start: colon + 1, end, text: ` ${ageTag} ${await write(indent)}` }]);
}

/** Adds the value after the last line of the deepest mapping that exists. */
async function added(
  source: string,
  document: Document.Parsed,
  keys: readonly string[],
  write: Writer,
): Promise<string | undefined> {
  for (let depth = keys.length - 1; depth >= 0; depth--) {
    const parent: unknown = depth === 0 ? document.contents : document.getIn(keys.slice(0, depth), true);
    if (depth === 0 && parent === null) return joined(source, await lines(keys, 0, write));
    if (parent === undefined) continue;
    if (!isMap(parent) || parent.flow) return undefined;
    const first = parent.items[0]?.key as Node | undefined;
    if (!first?.range || !parent.range) return undefined;
    const end = source[parent.range[1] - 1] === '\n' ? parent.range[1] : endOfLine(source, parent.range[1]);
    const text = await lines(keys.slice(depth), columnOf(source, first.range[0]), write);
    return joined(source.slice(0, end), text) + source.slice(end);
  }
  return undefined;
}

async function lines(keys: readonly string[], column: number, write: Writer): Promise<string> {
  const [key = '', ...rest] = keys;
  const word = /^[A-Za-z_][\w-]*$/.test(key) ? key : JSON.stringify(key);
  const head = `${' '.repeat(column)}${word}:`;
  return rest.length === 0
    ? `${head} ${ageTag} ${await write(column + 2)}`
    : `${head}\n${await lines(rest, column + 2, write)}`;
}

function joined(before: string, text: string): string {
  return before === '' || before.endsWith('\n') ? before + text : `${before}\n${text}`;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function columnOf(source: string, offset: number): number {
  return offset - (source.lastIndexOf('\n', offset - 1) + 1);
}

function endOfLine(source: string, from: number): number {
  const newline = source.indexOf('\n', from);
  return newline < 0 ? source.length : newline + 1;
}
