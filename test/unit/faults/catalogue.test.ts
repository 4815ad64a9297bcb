// Each type of resource has its tamperings.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tamperedTypes } from '../../faults/tamper/catalogue.js';

const folder = join(import.meta.dirname, '../../../lib/resources');

describe('the catalogue of tamperings', () => {
  it('knows every type, but what is no state of a host', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const types = files.flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}type: '([\w.]+)',$/gm)].map(
        ([, type = '']) => type,
      ),
    );
    assert.ok(types.length > 20, types.join(', '));
    assert.deepEqual(
      // What an effect is the effect of has its own: test/contract/platform/in-force.test.ts tampers with that.
      types.filter(
        (type) => !['reboot', 'orphaned', 'effect'].includes(type) && !tamperedTypes.includes(type),
      ),
      [],
    );
  });
});
