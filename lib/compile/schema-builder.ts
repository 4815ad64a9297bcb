// Builds the JSON Schemas of roles' variables, with their TypeScript types. Small, because it is loaded at every start.
import type { OptionalSchema, Schema, Static, StaticObject } from '../model/schema.js';

/** Any keyword of JSON Schema, in addition to those of the type: `description`, `default`, `minimum`, `pattern`, … */
type Keywords = Readonly<Record<string, unknown>>;

const optionals = new WeakSet<Schema>();

/** Builders of JSON Schemas, named after the values that they accept. */
export const Type = {
  String: (keywords: Keywords = {}): Schema<string> => ({ type: 'string', ...keywords }),
  Integer: (keywords: Keywords = {}): Schema<number> => ({ type: 'integer', ...keywords }),
  Number: (keywords: Keywords = {}): Schema<number> => ({ type: 'number', ...keywords }),
  Boolean: (keywords: Keywords = {}): Schema<boolean> => ({ type: 'boolean', ...keywords }),
  Literal: <const T extends string | number | boolean>(value: T, keywords: Keywords = {}): Schema<T> => ({
    const: value,
    ...keywords,
  }),
  Enum: <const T extends string | number>(values: readonly T[], keywords: Keywords = {}): Schema<T> => ({
    enum: values,
    ...keywords,
  }),
  Union: <S extends readonly Schema[]>(
    members: readonly [...S],
    keywords: Keywords = {},
  ): Schema<Static<S[number]>> => ({
    anyOf: members,
    ...keywords,
  }),
  Array: <S extends Schema>(items: S, keywords: Keywords = {}): Schema<readonly Static<S>[]> => ({
    type: 'array',
    items,
    ...keywords,
  }),
  /** A mapping whose keys match the key's pattern, and whose values have one type. Other keys are refused. */
  Record: <S extends Schema>(
    key: Schema<string>,
    value: S,
    keywords: Keywords = {},
  ): Schema<Readonly<Record<string, Static<S>>>> => ({
    type: 'object',
    patternProperties: { [typeof key.pattern === 'string' ? key.pattern : '^.*$']: value },
    additionalProperties: false,
    ...keywords,
  }),
  /** An optional property of an object. A property with a default is optional, too. */
  Optional: <T>(schema: Schema<T>): OptionalSchema<T> => {
    const copy = { ...schema };
    optionals.add(copy);
    return copy as unknown as OptionalSchema<T>;
  },
  Object: <P extends Readonly<Record<string, Schema>>>(
    properties: P,
    keywords: Keywords = {},
  ): Schema<StaticObject<P>> => ({
    type: 'object',
    properties,
    required: Object.keys(properties).filter((name) => !optionals.has(properties[name] ?? {})),
    ...keywords,
  }),
  /** For a type that JSON Schema can't express. */
  Unsafe: <T>(keywords: Keywords): Schema<T> => keywords,
};
