// Checks data against a JSON Schema. The validator is loaded when first needed.
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';
import type { Context, Secrets } from './schema-keywords.js';

export interface SchemaVerdict {
  readonly errors: readonly ErrorObject[];
  readonly secrets: Secrets;
}

/** Checks one value; fills the schema's defaults into it. `roles` are the roles in use: the allowed values of texts marked `role`. */
export type SchemaCheck = (data: unknown, roles?: ReadonlySet<string>) => SchemaVerdict;

let loading: Promise<Ajv> | undefined;
const checks = new WeakMap<object, SchemaCheck>();

/** The check for a schema, compiled once. Throws if the schema itself is invalid, which is a defect of its author. */
export async function schemaCheck(schema: object): Promise<SchemaCheck> {
  const known = checks.get(schema);
  if (known) return known;
  loading ??= import('./schema-keywords.js').then(({ newAjv }) => newAjv());
  const validate = (await loading).compile(withMarkedUnions(schema));
  const check: SchemaCheck = (data, roles) => run(validate, data, roles);
  checks.set(schema, check);
  return check;
}

function run(
  validate: ValidateFunction,
  data: unknown,
  roles: ReadonlySet<string> | undefined,
): SchemaVerdict {
  const secrets: Context['secrets'] = new Map();
  const fine = validate.call({ secrets, roles } satisfies Context, data);
  return { errors: fine ? [] : (validate.errors ?? []), secrets };
}

/**
 * A union of text and secret is a secret if the value was sealed. ajv stops at the first branch of a union that
 * matches, so the mark is moved from the branch to the union.
 */
function withMarkedUnions<Schema>(schema: Schema): Schema {
  if (schema === null || typeof schema !== 'object') return schema;
  if (Array.isArray(schema)) return schema.map(withMarkedUnions) as Schema;
  const copy = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withMarkedUnions(value)]),
  );
  const branches = (copy['anyOf'] ?? []) as { type?: unknown; secret?: unknown }[];
  const open = branches.some(({ type, secret }) => type === 'string' && secret !== true);
  if (open && branches.some(({ secret }) => secret === true)) {
    copy['secret'] = 'if sealed';
    for (const branch of branches) delete branch.secret;
  }
  return copy as Schema;
}
