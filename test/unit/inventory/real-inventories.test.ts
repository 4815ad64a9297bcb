// The inventories that come with trueup hold for the roles that come with it.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackDiagram } from '../../../lib/explain/stack-diagram.js';
import { makeAtFirstUse } from '../../../lib/run/generate-at-first-use.js';
import { loadFleet, type LoadOptions } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { select } from '../../../lib/inventory/patterns/select-hosts.js';
import { InputErrors } from '../../../lib/model/trueup-error.js';
import { roles } from '../../../roles/registry.js';
import { inFolder } from './inventory-of.js';

const load = (folder: string): Promise<LoadedFleet> =>
  loadFleet(folder, { roles, missingSecrets: 'tolerated' });
const names = (hosts: readonly { readonly name: string }[]): string =>
  hosts.map(({ name }) => name).join(' ');

const stack = {
  lb1: 'base haproxy keepalived',
  lb2: 'base haproxy keepalived',
  web1: 'base nginx',
  app1: 'base appserver',
  db1: 'base mysql',
};

describe('the inventories that come with trueup', () => {
  for (const name of ['lab', 'vagrant']) {
    it(`${name} has the five hosts with their roles`, async () => {
      const fleet = await load(`inventory/${name}`);
      assert.deepEqual(
        Object.fromEntries(fleet.hosts.map((host) => [host.name, host.roles.join(' ')])),
        stack,
      );
    });
  }

  it('production.example has two of what may be many', async () => {
    const fleet = await load('inventory/production.example');
    assert.equal(names(fleet.hosts), 'lb1 lb2 web1 web2 app1 app2 db1');
    assert.equal(names(select(fleet, 'web[0],app:!app1')), 'web1 app2');
    assert.equal(fleet.host('app2').address, '10.20.0.32');
    assert.match(stackDiagram(fleet, roles), /appserver 8000\/tcp/);
  });

  it('the virtual machines fit a laptop of 8 GiB', async () => {
    const fleet = await load('inventory/vagrant');
    const memory = fleet.hosts.map(({ vars }) => Number(vars['vagrant_memory']));
    assert.ok(memory.every((each) => each >= 512));
    assert.ok(memory.reduce((sum, each) => sum + each) <= 4096);
  });

  it('Vagrant says how to log in, by the hosts’ names', async () => {
    const fleet = await load('inventory/vagrant');
    const { host, configFile, user, port } = fleet.host('web1').connection;
    assert.deepEqual([host, configFile, user, port], ['web1', 'vagrant', undefined, undefined]);
    assert.equal(fleet.host('web1').address, '192.168.56.13');
  });

  it('what the boxes’ inventory reads from files beside it is what is made at first use', async () => {
    await inFolder({}, async (folder) => {
      cpSync('inventory/vagrant', folder, {
        recursive: true,
        filter: (path) => !/\/(ca|secrets|\.vagrant)$/.test(path),
      });
      await assert.rejects(loadFleet(folder, { roles }), InputErrors);
      const generate: LoadOptions['generate'] = async (where, wish) => {
        await makeAtFirstUse(where, wish);
      };
      const fleet = await loadFleet(folder, { roles, generate });
      assert.equal(names(fleet.hosts), 'lb1 lb2 web1 app1 db1');
      for (const file of ['ca/www.foobar.com.pem', 'ca/db1.pem', 'ca/ca.pem'])
        assert.match(readFileSync(join(folder, file), 'utf8'), /BEGIN CERTIFICATE/);
    });
  });
});
