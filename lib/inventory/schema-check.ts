// Checks data against a JSON Schema; the only user of ajv, loaded when first needed.
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';

export interface SchemaVerdict {
  readonly errors: readonly ErrorObject[];
  readonly secrets: Secrets;
}

/** JSON pointers of values that the schema marks as secret: always, or where it was written as one. */
export type Secrets = ReadonlyMap<string, true | 'if sealed'>;

/** Checks one value; fills the schema's defaults into it. `roles` are those that some host has: what texts marked `role` may say. */
export type SchemaCheck = (data: unknown, roles?: ReadonlySet<string>) => SchemaVerdict;

/** What keywords see as `this`. */
interface Context {
  readonly secrets: Map<string, true | 'if sealed'>;
  readonly roles: ReadonlySet<string> | undefined;
}

let loading: Promise<Ajv> | undefined;
const checks = new WeakMap<object, SchemaCheck>();

/** The check for a schema; compiled once. Throws where the schema itself is wrong: a defect of its author. */
export async function schemaCheck(schema: object): Promise<SchemaCheck> {
  const known = checks.get(schema);
  if (known) return known;
  loading ??= load();
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

async function load(): Promise<Ajv> {
  const [ajvModule, formats] = await Promise.all([import('ajv'), import('ajv-formats')]);
  const ajv = new ajvModule.Ajv({
    allErrors: true,
    useDefaults: true,
    strict: true,
    // Start-up: these halve the time of compiling. A test holds our schemas against the meta-schema.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    passContext: true, // `this` of the keywords below is a Context
  });
  formats.default.default(ajv);
  ajv.addKeyword({
    keyword: 'secret',
    schemaType: ['boolean', 'string'],
    validate: function secret(
      this: Context,
      marked: true | 'if sealed',
      _data: unknown,
      _schema: unknown,
      context?: { instancePath: string },
    ) {
      if (context && !this.secrets.has(context.instancePath)) this.secrets.set(context.instancePath, marked);
      return true;
    },
  });
  ajv.addKeyword({
    keyword: 'role',
    type: 'string',
    schemaType: 'boolean',
    error: { message: 'must name a role that some host has' },
    validate: function role(this: Context, _marked: unknown, name: string) {
      return this.roles?.has(name) !== false;
    },
  });
  return ajv;
}

/**
 * "Text or a secret" is a secret where it was sealed. ajv leaves a union at its first branch that fits,
 * so the mark moves from the branch to the union.
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
