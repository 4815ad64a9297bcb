// ajv with the keywords of our own schemas: `secret`, `role`, and `merged`, which role-keys.ts reads.
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

/** JSON pointers of values that the schema marks as secret: always, or only if they were written as secrets. */
export type Secrets = ReadonlyMap<string, true | 'if sealed'>;

/** What keywords see as `this`. */
export interface Context {
  readonly secrets: Map<string, true | 'if sealed'>;
  readonly roles: ReadonlySet<string> | undefined;
}

/** A validator with these keywords and the usual formats. */
export function newAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    useDefaults: true,
    strict: true,
    // For a faster start: these settings halve the compile time. A test checks our schemas against the meta-schema.
    meta: false,
    validateSchema: false,
    code: { optimize: false },
    strictRequired: false,
    allowUnionTypes: true,
    verbose: true,
    passContext: true, // `this` of the keywords below is a Context
  });
  addFormats.default(ajv);
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
  ajv.addKeyword({ keyword: 'merged', schemaType: 'boolean' });
  ajv.addKeyword({
    keyword: 'role',
    type: 'string',
    schemaType: 'boolean',
    error: { message: 'must be a role that at least one host has' },
    validate: function role(this: Context, _marked: unknown, name: string) {
      return this.roles?.has(name) !== false;
    },
  });
  return ajv;
}
