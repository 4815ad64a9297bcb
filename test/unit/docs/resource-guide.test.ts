// The guide to resource types shows files of the project, as they are.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

describe('The guide to resource types', () => {
  const guide = textOf('docs/guides/resource-types.md');
  const shown = [...guide.matchAll(/^`([\w./-]+\.ts)`, in full:\n\n```ts\n(.*?)^```$/gms)];

  it('shows a type and its proof', () => {
    assert.deepEqual(
      shown.map(([, path]) => path?.split('/')[0]),
      ['lib', 'test'],
    );
  });

  for (const [, path = '', text] of shown) {
    it(`shows ${path} as it is`, () => {
      assert.equal(text, textOf(path));
    });
  }

  it('has two files to write, of less than 120 lines', () => {
    const lines = shown.flatMap(([, , text = '']) => text.trimEnd().split('\n'));
    assert.ok(lines.length < 120, String(lines.length));
  });
});
