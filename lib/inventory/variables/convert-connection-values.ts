// Converts connection variables to the types in their schema, because Ansible accepts numbers, words and booleans alike.
import { Secret } from '../../model/secret.js';
import { unread, type Opener, type Raw, type RawEntry } from '../raw/raw-value.js';
import { connectionSchema, isConnectionVariable, isPassword } from './connection-schema.js';

const yes = new Set(['y', 'yes', 'on', '1', 'true', 't', '1.0']);
const no = new Set(['n', 'no', 'off', '0', 'false', 'f', '0.0']);

/** A host's connection variables, with secrets opened. Those that are empty or can't be opened are left out. */
export function connectionValues(
  single: ReadonlyMap<string, RawEntry>,
  open: Opener,
): ReadonlyMap<string, RawEntry> {
  const entries = [...single].flatMap(([name, entry]) => {
    if (!isConnectionVariable(name)) return [];
    const value = asWanted(name, isPassword(name) ? entry.value : opened(entry.value, open));
    return value ? [[name, { ...entry, value }] as const] : [];
  });
  return new Map(entries);
}

/** The value remains a secret, so that errors don't show it. Passwords aren't opened, because they need no check. */
function opened(written: Raw, open: Opener): Raw | undefined {
  if (written.kind !== 'sealed') return written;
  const secret = open(written);
  if (secret === unread) return undefined;
  const text = secret instanceof Secret ? secret.reveal() : written.text;
  return { kind: 'sealed', how: 'literal', text, place: written.place };
}

function asWanted(name: string, written: Raw | undefined): Raw | undefined {
  if (written?.kind === 'sealed') {
    const { how, text, place } = written;
    if (how !== 'literal') return written;
    if (text === '') return undefined;
    const value = valueOf(name, text);
    // A port or a flag is not secret.
    return typeof value === 'string' ? written : { kind: 'scalar', place, value, source: text };
  }
  if (written?.kind !== 'scalar') return written;
  if (written.value === null || written.value === '') return undefined;
  return { ...written, value: valueOf(name, written.value) };
}

function valueOf(name: string, value: string | number | boolean): string | number | boolean {
  const schema = connectionSchema.properties[name as keyof typeof connectionSchema.properties];
  const text = typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value);
  const kind = 'type' in schema ? schema.type : 'string';
  if (kind === 'boolean') return yes.has(text.toLowerCase()) || (no.has(text.toLowerCase()) ? false : text);
  if (kind === 'integer' && /^\d{1,9}$/.test(text)) return Number(text);
  return text;
}
