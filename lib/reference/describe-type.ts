// Describes in words which values a schema accepts.
import type { Schema } from '../model/schema.js';

/** `text`, `whole number from 1 to 65535`, `list of mappings`, `"tcp" or "http"`. */
export function typeInWords(schema: Schema): string {
  const { type, enum: values, const: value, anyOf, secret } = schema;
  if (secret === true) return 'secret';
  if (value !== undefined) return shown(value);
  if (Array.isArray(values)) return choice(values.map(shown));
  if (Array.isArray(anyOf)) return choice([...new Set((anyOf as Schema[]).map(typeInWords))]);
  switch (type) {
    case 'string':
      return textInWords(schema);
    case 'integer':
      return `whole number${range(schema)}`;
    case 'number':
      return `number${range(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return listInWords(schema);
    case 'object':
      return mappingInWords(schema);
    default:
      return 'any value';
  }
}

/** A value, marked up as code. */
export function shown(value: unknown): string {
  return `\`${typeof value === 'string' && /^[a-z*][\w./ *-]*$/i.test(value) ? value : JSON.stringify(value)}\``;
}

const formats: Readonly<Record<string, string>> = {
  ipv4: 'IPv4 address',
  ipv6: 'IPv6 address',
  hostname: 'host name',
};

function textInWords({ format, pattern, role }: Schema): string {
  if (role === true) return 'role';
  if (typeof format === 'string') return formats[format] ?? format;
  // A long pattern explains less than the description does.
  return typeof pattern === 'string' && pattern.length <= 40 ? `text that matches \`${pattern}\`` : 'text';
}

function range({ minimum: from, maximum: to }: Schema): string {
  if (typeof from === 'number' && typeof to === 'number') return ` from ${from} to ${to}`;
  if (typeof from === 'number') return `, at least ${from}`;
  return typeof to === 'number' ? `, at most ${to}` : '';
}

function listInWords({ items }: Schema): string {
  const of = (items ?? {}) as Schema;
  return of.type === 'object' ? 'list of mappings' : `list: ${typeInWords(of)}`;
}

function mappingInWords({ patternProperties }: Schema): string {
  const [value] = Object.values((patternProperties ?? {}) as Readonly<Record<string, Schema>>);
  if (!value) return 'mapping';
  return value.type === 'object'
    ? 'mapping of names to mappings'
    : `mapping of names to ${typeInWords(value)}`;
}

function choice(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
