// The page about variables names each filter that templates have, and no other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { filters } from '../../../lib/inventory/templates/filters/filters.js';

describe('docs/variables.md', () => {
  it('lists the filters', () => {
    const [, list = ''] =
      /\*\*Filters:\*\*([^*]*?)\.\n/s.exec(readFileSync('docs/variables.md', 'utf8')) ?? [];
    const told = list
      .replace(' (d)', '')
      .split(',')
      .map((name) => name.trim());
    assert.deepEqual(told, [...filters.keys(), 'default', 'mandatory'].sort());
  });
});
