// Which inventory is meant where the command line names none.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inventoriesOf } from '../../../lib/run/find-inventories.js';

/** With these files in a project. */
function found(...paths: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-project-'));
  try {
    for (const path of paths) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), '');
    }
    return inventoriesOf(undefined, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the inventory where none is named', () => {
  for (const [what, paths, name] of [
    ['the only folder in inventory/', ['inventory/lab/hosts.yml', 'inventory/README.md'], 'inventory/lab'],
    ['inventory/ with a source in it', ['inventory/hosts', 'inventory/group_vars/all.yml'], 'inventory'],
    [
      'inventory/ with sources in folders',
      ['inventory/a/hosts', 'inventory/b/hosts', 'inventory/x.yml'],
      'inventory',
    ],
    ['a file of that name', ['inventory'], 'inventory'],
  ] as const)
    it(`is ${what}`, () => {
      assert.deepEqual(found(...paths), [name]);
    });

  it('must be named where there are several, or none', () => {
    assert.throws(() => found('inventory/lab/hosts.yml', 'inventory/prod/hosts.yml'), {
      message: 'this folder contains more than one inventory: inventory/lab, inventory/prod',
      hint: 'Choose one: -i inventory/lab.',
    });
    assert.throws(() => found('hosts', 'trueup.yml'), {
      message: 'no folder named inventory found here',
      hint: 'Pass an inventory (a folder or a file), for example -i hosts.',
    });
  });
});
