// The page about variables names each filter that templates have, and no other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fleetOf, nginx } from '../inventory/inventory-of.js';
import { vars as ofHost } from '../../../roles/host/vars.js';
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

  it('says, as docs/from-ansible.md does, how deep a role’s mapping is merged', async () => {
    const sentences = (page: string): string =>
      readFileSync(`docs/${page}.md`, 'utf8').replaceAll(/\s+/g, ' ');
    const [variables, ansible] = [sentences('variables'), sentences('from-ansible')];
    assert.match(
      variables,
      /named after a role is merged key by key: .* The values of its keys are not merged/,
    );
    assert.match(variables, /Only the sections of the role \S+ are merged one level deeper, entry by entry/);
    assert.match(
      ansible,
      /merged key by key: .* A key.s value, even if it is a mapping or a list, is replaced as a whole; the sections of the role `host` are merged entry by entry/,
    );

    const fleet = await fleetOf({
      'hosts.yml': 'all: {hosts: {web1: }}',
      'trueup.yml': 'roles: {all: [nginx]}',
      'group_vars/all.yml':
        'nginx: {server_name: x, env: {A: general, B: general}, pages: {a: general, b: general}}',
      'host_vars/web1.yml': 'nginx: {workers: 4, env: {A: special}, pages: {a: special}}',
    });
    const { server_name, workers, env, pages } = fleet.varsOf(fleet.host('web1'), nginx);
    assert.deepEqual([server_name, workers], ['x', 4]);
    assert.deepEqual(env, { A: 'special' });
    assert.deepEqual(pages, { a: 'special', b: 'general' });
  });

  it('is right that each section of the role host is merged, but for the default locale', () => {
    const { properties } = ofHost as unknown as { properties: Record<string, { merged?: true }> };
    const whole = Object.entries(properties).filter(([, { merged }]) => merged !== true);
    assert.deepEqual(
      whole.map(([name]) => name),
      ['default_locale'],
    );
  });
});
