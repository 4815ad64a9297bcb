// Turns what a schema check found into sentences with the places where the values were written.
import type { ErrorObject } from 'ajv';
import type { Place } from '../../model/fleet.js';
import { hintFor } from './did-you-mean.js';
import { narrow } from './narrow-unions.js';
import { entriesOf, inWords, type Raw } from '../raw/raw-value.js';

export interface Finding {
  readonly message: string;
  readonly place: Place;
  readonly hint?: string | undefined;
  /** Set if something is missing rather than wrong. */
  readonly missing?: boolean;
}

interface Schema {
  readonly description?: string;
  readonly secret?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
}

/** One finding per mistake. `name` is the name of the checked value, such as `nginx`, or empty; `roles` are the roles in use. */
export function schemaFindings(
  errors: readonly ErrorObject[],
  root: Raw,
  name = '',
  roles: ReadonlySet<string> = new Set(),
): readonly Finding[] {
  return narrow(errors).map((error) => finding(error, root, name, roles));
}

function finding(error: ErrorObject, root: Raw, name: string, roles: ReadonlySet<string>): Finding {
  const { path, place, value } = locate(error.instancePath, root, name);
  const schema = (typeof error.parentSchema === 'object' ? error.parentSchema : {}) as Schema;
  const params = error.params as Readonly<Record<string, unknown>>;
  if (error.keyword === 'additionalProperties' || error.keyword === 'unevaluatedProperties') {
    const key = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    // Names that users can choose have a pattern, but no list of allowed names.
    const hint = schema.properties ? hintFor(key, Object.keys(schema.properties)) : schema.description;
    return {
      message: `${dotted(path, key)}: unknown key`,
      place: entriesOf(value).get(key)?.place ?? place,
      hint,
    };
  }
  if (error.keyword === 'required') {
    const key = String(params['missingProperty']);
    return {
      message: `${dotted(path, key)} is missing`,
      place,
      hint: schema.properties?.[key]?.description,
      missing: true,
    };
  }
  if (error.keyword === 'role') {
    const wrong = String(error.data);
    return { message: `${path}: no host has the role ${wrong}`, place, hint: hintFor(wrong, [...roles]) };
  }
  const found = schema.secret === true ? 'a secret' : value ? inWords(value) : 'nothing';
  return {
    message: `${path === '' ? 'the file' : path}: ${demand(error)}, found ${found}`,
    place,
    hint: quoting(error, value) ?? schema.description,
  };
}

/** What the schema requires, as the end of a sentence. */
function demand(error: ErrorObject): string {
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'type':
      return `must be ${[params['type']].flat().map(kind).join(' or ')}`;
    case 'enum':
      return `must be ${(params['allowedValues'] as unknown[]).map((one) => JSON.stringify(one)).join(' or ')}`;
    case 'const':
      return `must be ${JSON.stringify(params['allowedValue'])}`;
    case 'minLength':
      return params['limit'] === 1 ? 'must not be empty' : (error.message ?? 'is too short');
    case 'format':
      return `must be a valid ${String(params['format'])}`;
    case 'pattern':
      return `must match ${String(params['pattern'])}`;
    case 'anyOf':
    case 'oneOf':
      return 'does not match any of the allowed forms';
    case 'false schema':
      return 'is not allowed here';
    default:
      return error.message ?? 'is not allowed';
  }
}

function kind(type: unknown): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a mapping',
    array: 'a list',
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    null: 'nothing',
  };
  return words[String(type)] ?? String(type);
}

/** The hint for text without quotes, and for numbers with quotes. */
function quoting(error: ErrorObject, value: Raw | undefined): string | undefined {
  if (error.keyword !== 'type' || value?.kind !== 'scalar' || value.value === null) return undefined;
  const wanted = [(error.params as { type: unknown }).type].flat();
  if (wanted.includes('string') && typeof value.value !== 'string')
    return `Quote it if you mean text: '${value.source}'.`;
  const bare = /^(?:-?\d+|true|false)$/.test(value.source);
  return typeof value.value === 'string' && bare ? `Write it without quotes: ${value.source}.` : undefined;
}

function dotted(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Follows a JSON pointer; ends at the last value that was written (a default never was). */
function locate(
  pointer: string,
  root: Raw,
  name: string,
): { path: string; place: Place; value: Raw | undefined } {
  let path = name;
  let place = root.place;
  let value: Raw | undefined = root;
  for (const escaped of pointer.split('/').slice(1)) {
    const key = escaped.replaceAll('~1', '/').replaceAll('~0', '~');
    const list: boolean = value?.kind === 'list';
    path = list ? `${path}[${key}]` : dotted(path, key);
    value = value?.kind === 'list' ? value.items[Number(key)] : entriesOf(value).get(key)?.value;
    if (value) place = value.place;
  }
  return { path, place, value };
}
