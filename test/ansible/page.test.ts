// What docs/from-ansible.md says of host patterns holds, for Ansible and for trueup.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { matchPattern } from '../../lib/inventory/patterns/match-pattern.js';
import { askAnsible, besideAnsible } from './oracle.js';

const [, page = ''] =
  /^## Host patterns$(.*?)^## /ms.exec(readFileSync('docs/from-ansible.md', 'utf8')) ?? [];
const [, inventory = ''] = /```ini\n(.*?)```/s.exec(page) ?? [];
const rows = new Map(
  [...page.matchAll(/^\| `([^`]+)` +\| `([^`]+)` +\|$/gm)].map(([, pattern = '', hosts = '']) => [
    pattern,
    hosts,
  ]),
);

besideAnsible('host patterns on the page for people who come from Ansible', () => {
  it('mean to both what the page says', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trueup-page-'));
    try {
      writeFileSync(join(folder, 'hosts'), inventory);
      const patterns = [...rows.keys()];
      const [theirs] = askAnsible([{ folder, sources: ['hosts'], patterns }]).answers;
      assert.ok(theirs && 'patterns' in theirs, JSON.stringify(theirs));
      const fleet = await loadFleet(join(folder, 'hosts'), { roles: new Map(), site: 'ignored' });
      const groups = new Map([...fleet.groups].map(([name, { members }]) => [name, members]));
      const choice = { hosts: fleet.hosts.map(({ name }) => name), groups };
      assert.ok(patterns.length > 12);
      for (const [pattern, hosts] of rows) {
        assert.deepEqual(theirs.patterns[pattern], hosts.split(' '), `Ansible: ${pattern}`);
        assert.equal(matchPattern(pattern, choice).join(' '), hosts, `trueup: ${pattern}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
