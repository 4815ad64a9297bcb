// Lists what a mapping may contain, level by level.
import type { Schema } from '../model/schema.js';
import { shown, typeInWords } from './describe-type.js';

type Properties = Readonly<Record<string, Schema>>;

/** One item for each variable, with the variables inside it below: Markdown. */
export function variablesList(schema: Schema, indent = ''): string {
  const required = new Set((schema['required'] ?? []) as string[]);
  return Object.entries((schema['properties'] ?? {}) as Properties)
    .map(([name, one]) => item(name, one, required.has(name), indent))
    .join('');
}

function item(name: string, schema: Schema, required: boolean, indent: string): string {
  const { description, default: usual } = schema;
  const kind = [
    typeInWords(schema),
    ...(usual !== undefined ? [`defaults to ${shown(usual)}`] : required ? ['required'] : []),
  ].join('; ');
  const words = typeof description === 'string' ? `: ${description.trim()}` : '';
  return `${indent}- \`${name}\` (${kind})${words}\n${variablesList(inside(schema), `${indent}  `)}`;
}

/** The schema of the mapping: the value itself, or the values inside a list or a mapping. */
function inside(schema: Schema): Schema {
  const { items, patternProperties, anyOf } = schema;
  if (items !== undefined) return inside(items as Schema);
  const [value] = Object.values((patternProperties ?? {}) as Properties);
  if (value) return inside(value);
  const mapping = ((anyOf ?? []) as Schema[]).find((one) => one['properties'] !== undefined);
  return mapping ?? schema;
}
