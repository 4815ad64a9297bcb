// Converts connection variables to the types in their schema, because Ansible accepts numbers, words and booleans alike.
import type { Raw, RawEntry, RawScalar } from '../raw/raw.js';
import { connectionSchema, isConnectionVariable } from './connection-schema.js';

const yes = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const no = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0']);

/** Those of a host's variables; one that is empty counts as if it weren't there. */
export function connectionValues(single: ReadonlyMap<string, RawEntry>): ReadonlyMap<string, RawEntry> {
  const entries = [...single].flatMap(([name, entry]) => {
    if (!isConnectionVariable(name)) return [];
    const value = asWanted(name, entry.value);
    return value ? [[name, { ...entry, value }] as const] : [];
  });
  return new Map(entries);
}

function asWanted(name: string, written: Raw): Raw | undefined {
  if (written.kind === 'sealed')
    return written.how === 'literal' && written.text === '' ? undefined : written;
  if (written.kind !== 'scalar') return written;
  if (written.value === null || written.value === '') return undefined;
  return { ...written, value: valueOf(name, written) };
}

function valueOf(name: string, { value }: RawScalar): string | number | boolean {
  const schema = connectionSchema.properties[name as keyof typeof connectionSchema.properties];
  const text = typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
  const kind = 'type' in schema ? schema.type : 'string';
  if (kind === 'boolean') return yes.has(text.toLowerCase()) || (no.has(text.toLowerCase()) ? false : text);
  if (kind === 'integer' && /^\d{1,9}$/.test(text)) return Number(text);
  return text;
}
