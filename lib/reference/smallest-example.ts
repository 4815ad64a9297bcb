// Writes the smallest example of a role's variables: what must be set, as a person would write it.
import type { Role } from '../model/role.js';
import type { Schema } from '../model/schema.js';

type Properties = Readonly<Record<string, Schema>>;

/** YAML: the role's mapping with its required variables, using the schema's `examples` if there are any. */
export function exampleOf({ name, vars, instances }: Role): string {
  const lines = instances ? headed('  main', mapping(vars, '    ')) : mapping(vars, '  ');
  return `${headed(name, lines).join('\n')}\n`;
}

function headed(key: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`${key}: {}`] : [`${key}:`, ...lines];
}

function mapping(schema: Schema, indent: string): readonly string[] {
  const properties = (schema['properties'] ?? {}) as Properties;
  const required = ((schema['required'] ?? []) as string[]).filter(
    (name) => properties[name]?.['default'] === undefined,
  );
  return required.flatMap((name) => entry(name, properties[name] ?? {}, indent));
}

function entry(name: string, schema: Schema, indent: string): readonly string[] {
  const { examples, type, secret } = schema;
  const key = `${indent}${name}:`;
  if (secret === true) return [`${key} !file secrets/${name}`];
  if (Array.isArray(examples) && examples.length > 0) return [`${key} ${written(examples[0])}`];
  const below = type === 'object' ? mapping(schema, `${indent}  `) : [];
  return below.length > 0 ? [key, ...below] : [`${key} ${written(placeholder(schema))}`];
}

function placeholder({ type, enum: values, const: value, anyOf, minimum, items }: Schema): unknown {
  if (value !== undefined) return value;
  if (Array.isArray(values)) return values[0];
  if (Array.isArray(anyOf)) return placeholder((anyOf as Schema[])[0] ?? {});
  if (type === 'integer' || type === 'number') return minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'array') return [placeholder((items ?? {}) as Schema)];
  return type === 'object' ? {} : 'text';
}

/** JSON is valid YAML; a simple word needs no quotes. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (
    typeof value === 'string' &&
    /^[a-z][a-z0-9./_-]*$/i.test(value) &&
    !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value)
  )
    return value;
  return JSON.stringify(value);
}
