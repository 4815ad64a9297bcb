// Turns a scalar of a YAML document into a written value, with what is doubtful about it.
import { Scalar } from 'yaml';
import type { Place } from '../../model/fleet.js';
import { unsound } from './doubts.js';
import type { Doubt, RawScalar } from './raw.js';
import { scalarOf, type Word } from './scalar-of.js';

/** A value that is no secret. */
export function readScalar(node: Scalar, place: Place): RawScalar {
  const source = node.source ?? String(node.value);
  const { value, doubt } = wordOf(node);
  const wrong = doubt === undefined ? unsound(value, place) : quoted(doubt, source, place);
  return {
    kind: 'scalar',
    place,
    value,
    source,
    ...(wrong && { doubt: wrong }),
    ...(node.tag === '!unsafe' && { literal: true }),
  };
}

/** A key as text. Ansible's JSON has `true` for a key `on`: who means the word must quote it. */
export function readKey(node: Scalar, place: Place): { readonly key: string; readonly doubt?: Doubt } {
  const source = node.source ?? '';
  const { value } = wordOf(node);
  const key = typeof value === 'string' ? value : String(value);
  if (key === source || typeof value === 'string') return { key };
  return { key, doubt: quoted(`this key reads as ${key}`, source, place) };
}

function wordOf(node: Scalar): Word {
  const implicit = node.type === Scalar.PLAIN && node.tag === undefined;
  if (implicit || /:(?:int|float|bool|null)$/.test(node.tag ?? '')) return scalarOf(node.source ?? '');
  if (node.value instanceof Uint8Array) return { value: Buffer.from(node.value).toString() };
  return { value: typeof node.value === 'string' ? node.value : String(node.value) };
}

function quoted(doubt: string, source: string, place: Place): Doubt {
  return { message: `${source}: ${doubt}`, hint: `In quotes it is text: '${source}'.`, place };
}
