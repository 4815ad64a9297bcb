// Our own schemas are right: schemaCheck trusts them, to start sooner.
import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import { connectionSchema } from '../../../lib/inventory/variables/connection-schema.js';
import {
  hostsFileSchema,
  siteFileSchema,
  varsFileSchema,
} from '../../../lib/inventory/schema/inventory-schemas.js';
import { schemaCheck } from '../../../lib/inventory/schema/schema-check.js';
import { Type } from '../../../lib/kit.js';
import { roles } from '../../../roles/registry.js';

describe('schemas', () => {
  const schemas: Readonly<Record<string, object>> = {
    'hosts.yml': hostsFileSchema,
    'trueup.yml': siteFileSchema,
    group_vars: varsFileSchema,
    'connection variables': connectionSchema,
    ...Object.fromEntries([...roles].map(([name, { vars }]) => [`role ${name}`, vars])),
  };
  for (const [name, schema] of Object.entries(schemas)) {
    it(`that of ${name} is JSON Schema, and compiles`, async () => {
      const ajv = new Ajv({ strict: false });
      assert.equal(ajv.validateSchema(schema), true, ajv.errorsText());
      await schemaCheck(schema);
    });
  }

  it('those of roles allow no unknown key and describe each variable', () => {
    for (const [name, { vars }] of roles) {
      const { additionalProperties, properties } = vars as {
        additionalProperties?: unknown;
        properties?: Readonly<Record<string, { description?: string }>>;
      };
      assert.equal(additionalProperties, false, name);
      for (const [key, { description }] of Object.entries(properties ?? {})) {
        assert.ok(description !== undefined && description.length > 3, `${name}.${key} has no description`);
      }
    }
  });

  it('an unforeseen keyword ajv does not know is refused: it is a slip of the role’s author', async () => {
    await assert.rejects(
      schemaCheck(Type.Object({ a: Type.String({ patern: 'x' }) })),
      /unknown keyword: "patern"/,
    );
  });

  it('secrets are found in lists, maps and unions', async () => {
    const secret = { type: 'string', secret: true };
    const check = await schemaCheck({
      type: 'object',
      properties: {
        list: { type: 'array', items: secret },
        map: { type: 'object', additionalProperties: secret },
        either: { anyOf: [{ type: 'string' }, secret] },
        open: { type: 'string' },
      },
    });
    const { secrets } = check({ list: ['a'], map: { 'x/y': 'b' }, either: 'c', open: 'd' });
    assert.deepEqual(Object.fromEntries(secrets), {
      '/list/0': true,
      '/map/x~1y': true,
      '/either': 'if sealed',
    });
  });
});
