// Checks data against a JSON Schema; the only user of ajv, loaded when first needed.
import type { Ajv, ErrorObject, ValidateFunction } from 'ajv';

export interface SchemaVerdict {
  readonly errors: readonly ErrorObject[];
  /** JSON pointers of the values that the schema marks `secret: true`. */
  readonly secrets: ReadonlySet<string>;
}

/** Checks one value; fills the schema's defaults into it. */
export type SchemaCheck = (data: unknown) => SchemaVerdict;

let loading: Promise<Ajv> | undefined;
const checks = new WeakMap<object, SchemaCheck>();

/** The check for a schema; compiled once. Throws where the schema itself is wrong: a defect of its author. */
export async function schemaCheck(schema: object): Promise<SchemaCheck> {
  const known = checks.get(schema);
  if (known) return known;
  loading ??= load();
  const validate = (await loading).compile(schema);
  const check = (data: unknown): SchemaVerdict => run(validate, data);
  checks.set(schema, check);
  return check;
}

function run(validate: ValidateFunction, data: unknown): SchemaVerdict {
  const secrets = new Set<string>();
  const fine = validate.call(secrets, data);
  return { errors: fine ? [] : (validate.errors ?? []), secrets };
}

async function load(): Promise<Ajv> {
  const [ajvModule, formats] = await Promise.all([import('ajv'), import('ajv-formats')]);
  const ajv = new ajvModule.Ajv({
    allErrors: true,
    useDefaults: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    passContext: true, // `this` of the keyword below is the set that takes the pointers
  });
  formats.default.default(ajv);
  ajv.addKeyword({
    keyword: 'secret',
    schemaType: 'boolean',
    validate: function secret(
      this: Set<string>,
      marked: boolean,
      _data: unknown,
      _schema: unknown,
      context?: { instancePath: string },
    ) {
      if (marked && context) this.add(context.instancePath);
      return true;
    },
  });
  return ajv;
}
