// Makes of a role's schema what an editor may hold a file against: the file as written, before templates are filled in and secrets opened.
import type { Schema } from '../model/schema.js';

type Keywords = Readonly<Record<string, unknown>>;

/** A template, or a value that ansible-vault encrypted, stands for a value of any type. */
const filledLater = '\\{[{%]|^\\s*\\$ANSIBLE_VAULT;';
const later = { type: 'string', pattern: filledLater } as const;

/** The schema, with templates allowed wherever there is a value; `roles` are the values of what names a role. */
export function acceptTemplates(schema: Schema, roles: readonly string[]): Schema {
  const { description, default: usual, anyOf, ...rest } = schema;
  const told = words(description, usual, schema['secret'] === true);
  if (schema['secret'] === true) return { type: 'string', ...told };
  if (Array.isArray(anyOf)) return { ...told, ...unionOf(anyOf as readonly Schema[], roles) };
  return { ...told, ...ofOneType(rest, roles) };
}

/** What stands in the editor's tooltip. */
function words(description: unknown, usual: unknown, secret: boolean): Keywords {
  const sentences = [
    ...(typeof description === 'string' ? [description] : []),
    ...(usual === undefined ? [] : [`Defaults to \`${JSON.stringify(usual)}\`.`]),
    ...(secret ? ['A secret: write it as `!age`, `!vault` or `!file`.'] : []),
  ];
  const text = sentences.join('\n\n');
  return {
    ...(text !== '' && { description: text, markdownDescription: text }),
    ...(usual !== undefined && { default: usual }),
  };
}

function unionOf(members: readonly Schema[], roles: readonly string[]): Keywords {
  const constants = members.flatMap((member) => ('const' in member ? [member['const']] : []));
  if (constants.length === members.length) return { anyOf: [{ enum: constants }, later] };
  return { anyOf: [...members.map((member) => acceptTemplates(member, roles)), later] };
}

function ofOneType(schema: Keywords, roles: readonly string[]): Keywords {
  const { role, format, enum: values, const: value, ...rest } = schema;
  if (role === true) return { anyOf: [{ enum: roles }, later] };
  if (Array.isArray(values)) return { anyOf: [{ enum: values }, later] };
  if (value !== undefined) return { anyOf: [{ const: value }, later] };
  if (typeof format === 'string') return { anyOf: [{ ...rest, format }, later] };
  const { type } = schema;
  const required = stillRequired(schema);
  const inner = Object.fromEntries(
    Object.entries(rest).map(([keyword, one]) => [keyword, below(keyword, one, roles)]),
  );
  if (type === 'string') return ofText(inner);
  if (typeof type !== 'string') return inner;
  // A pattern says nothing of what isn't text.
  return {
    ...inner,
    ...(required && { required }),
    type: [type, 'string'],
    pattern: filledLater,
    patternErrorMessage: kinds[type],
  };
}

/** A default makes a property needless to write, but it stands in the role's `required`: it is always there for the role. */
function stillRequired({ required, properties = {} }: Keywords): readonly string[] | undefined {
  if (!Array.isArray(required)) return undefined;
  const known = properties as Readonly<Record<string, Schema>>;
  return (required as string[]).filter((name) => known[name]?.['default'] === undefined);
}

function ofText({ pattern, ...rest }: Keywords): Keywords {
  // A template may be longer than what comes of it.
  const free = { ...rest, maxLength: undefined };
  if (typeof pattern !== 'string') return free;
  return {
    ...free,
    pattern: `(?:${pattern})|${filledLater}`,
    patternErrorMessage: `Must match ${pattern}.`,
  };
}

/** What such a value must be, as an editor says it. */
const kinds: Readonly<Record<string, string>> = {
  object: 'Must be a mapping.',
  array: 'Must be a list.',
  integer: 'Must be a whole number.',
  number: 'Must be a number.',
  boolean: 'Must be true or false.',
};

/** Schemas inside a schema. */
function below(keyword: string, value: unknown, roles: readonly string[]): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  if (keyword === 'properties' || keyword === 'patternProperties')
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, acceptTemplates(one as Schema, roles)]),
    );
  if (keyword === 'items' || keyword === 'additionalProperties')
    return acceptTemplates(value as Schema, roles);
  return value;
}
