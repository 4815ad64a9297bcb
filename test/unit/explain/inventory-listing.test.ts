// What was made of an inventory is shown as Ansible shows it, without secrets.
import assert from 'node:assert/strict';
import { inventoryJson, inventoryTable, inventoryTree } from '../../../lib/explain/inventory-listing.js';
import { explainedFleet } from './explained-fleet.js';

describe('inventory listings', () => {
  it('--graph draws the tree of groups', async () => {
    assert.equal(
      inventoryTree(await explainedFleet()),
      `@all:
  |--@ungrouped:
  |  |--lone
  |--@web:
  |  |--web1
  |--@back:
  |  |--@caches:
  |  |  |--c1
  |  |  |--c2
`,
    );
  });

  it('--list has Ansible’s form, and no secret', async () => {
    const json = JSON.parse(JSON.stringify(inventoryJson(await explainedFleet()))) as Record<string, unknown>;
    const { _meta: meta, ...groups } = json as {
      _meta: { hostvars: Record<string, Record<string, unknown>> };
    };
    assert.deepEqual(groups, {
      all: { children: ['ungrouped', 'web', 'back'] },
      back: { children: ['caches'] },
      caches: { hosts: ['c1', 'c2'] },
      ungrouped: { hosts: ['lone'] },
      web: { hosts: ['web1'] },
    });
    assert.deepEqual(Object.keys(meta.hostvars), ['lone', 'web1', 'c1', 'c2']);
    assert.equal(meta.hostvars['web1']!['ansible_password'], '***');
    assert.doesNotMatch(JSON.stringify(json), /hush/);
  });

  it('the table says who is where with which roles', async () => {
    assert.equal(
      inventoryTable((await explainedFleet()).hosts),
      `host  address   groups        roles
lone  lone      ungrouped     base
web1  10.0.0.1  web           base, nginx
c1    c1        back, caches  base, cache
c2    c2        back, caches  base, cache
`,
    );
  });
});
