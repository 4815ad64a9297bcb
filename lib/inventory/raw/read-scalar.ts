// Turns a scalar of a YAML document into a written value, with any doubt about it.
import { Scalar } from 'yaml';
import type { Place } from '../../model/fleet.js';
import { unsound } from './doubtful-values.js';
import type { Doubt, RawScalar } from './raw-value.js';
import { scalarOf, type Word } from './yaml-plain-scalar.js';

/** The language that a file is written in: in JSON, 1e3 is a number. */
export type Language = 'YAML' | 'JSON';

/** Reads a value that is not secret. */
export function readScalar(node: Scalar, place: Place, language: Language = 'YAML'): RawScalar {
  const source = node.source ?? String(node.value);
  const number = language === 'JSON' && typeof node.value === 'number' && !/^-?\d{16,}$/.test(source);
  const { value, doubt }: Word = number ? { value: Number(source) } : wordOf(node);
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

/** A key as text. As in Ansible, a key `on` becomes `true`, unless it is quoted. */
export function readKey(node: Scalar, place: Place): { readonly key: string; readonly doubt?: Doubt } {
  const source = node.source ?? '';
  const { value } = wordOf(node);
  const key = typeof value === 'string' ? value : String(value);
  if (key === source || typeof value === 'string') return { key };
  return { key, doubt: quoted(`is read as ${key}`, source, place) };
}

function wordOf(node: Scalar): Word {
  const implicit = node.type === Scalar.PLAIN && node.tag === undefined;
  if (implicit) return scalarOf(node.source ?? '');
  const [, kind] = /:(int|float|bool|null)$/.exec(node.tag ?? '') ?? [];
  if (kind !== undefined) {
    const source = node.source ?? '';
    const { value } = scalarOf(source);
    return { value: kind === 'float' && typeof value === 'string' ? Number(value) : value };
  }
  if (node.value instanceof Uint8Array) return { value: Buffer.from(node.value).toString() };
  return { value: typeof node.value === 'string' ? node.value : String(node.value) };
}

function quoted(doubt: string, source: string, place: Place): Doubt {
  return { message: `${source} ${doubt}`, hint: `Quote it if you mean text: '${source}'.`, place };
}
