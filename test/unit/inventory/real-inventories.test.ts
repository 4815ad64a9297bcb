// The inventories that come with trueup hold for the roles that come with it.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackDiagram } from '../../../lib/explain/stack-diagram.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import type { LoadedFleet } from '../../../lib/inventory/loaded-fleet.js';
import { select } from '../../../lib/inventory/select.js';
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

  it('Vagrant’s ssh-config says how to log in, by the hosts’ names', async () => {
    const fleet = await load('inventory/vagrant');
    const { host, configFile, user, port } = fleet.host('web1').connection;
    assert.deepEqual(
      [host, configFile, user, port],
      ['web1', join(process.cwd(), 'inventory/vagrant/ssh-config'), undefined, undefined],
    );
    assert.equal(fleet.host('web1').address, '192.168.56.13');
  });

  it('without it, the lines in the comment do', async () => {
    await inFolder({}, async (folder) => {
      cpSync('inventory/vagrant', folder, { recursive: true });
      const written = readFileSync(`${folder}/hosts.yml`, 'utf8');
      const fixed = written
        .replace(/^ +trueup_ssh_config: .*\n/m, '')
        .replaceAll(/# (ansible_\w+: )/g, '$1')
        .replaceAll(/private_address: ([\d.]+)/g, 'private_address: $1, ansible_host: $1');
      writeFileSync(`${folder}/hosts.yml`, fixed);
      const fleet = await load(folder);
      assert.deepEqual(fleet.host('db1').connection, {
        transport: 'auto',
        host: '192.168.56.15',
        connectTimeoutSeconds: 10,
        become: true,
        becomeUser: 'root',
        user: 'vagrant',
        privateKeyFile: join(folder, '.vagrant/machines/db1/virtualbox/private_key'),
        knownHostsFile: join(folder, '.vagrant/known_hosts'),
        strictHostKeyChecking: 'accept-new',
      });
    });
  });
});
