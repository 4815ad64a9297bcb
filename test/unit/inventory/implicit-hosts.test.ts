// The controller may be named by a pattern without being in the inventory, where a command may ask any host.
import assert from 'node:assert/strict';
import { select } from '../../../lib/inventory/patterns/select-hosts.js';
import { complaintsOf, fleetOf } from './inventory-of.js';

const files = {
  'hosts.yml': 'web: {hosts: {web1: }}',
  'group_vars/all.yml': 'a: all\nb: all\nansible_connection: ssh',
  'host_vars/localhost.yml': 'b: localhost',
};
const implicit = true;

describe('the controller in a pattern', () => {
  for (const pattern of ['localhost', '127.0.0.1', '::1', 'web,localhost']) {
    it(`is there without ssh: ${pattern}`, async () => {
      const fleet = await fleetOf(files, { limit: pattern, implicit });
      const name = pattern.replace('web,', '');
      const { connection, roles, vars } = fleet.host(name);
      assert.deepEqual([connection.transport, roles], ['local', []]);
      assert.deepEqual([vars['a'], vars['b']], ['all', name === 'localhost' ? 'localhost' : 'all']);
      assert.deepEqual(
        select(fleet, pattern).map((host) => host.name),
        pattern.startsWith('web') ? ['web1', name] : [name],
      );
    });
  }

  it('is in no group', async () => {
    const fleet = await fleetOf(files, { limit: 'localhost,all', implicit });
    assert.deepEqual(fleet.groups.get('all')?.members, ['web1']);
    assert.deepEqual(fleet.groups.get('ungrouped')?.members, []);
  });

  it('is as the inventory says where it has it', async () => {
    const fleet = await fleetOf(
      { 'hosts.yml': 'all: {hosts: {localhost: }}' },
      { limit: 'localhost', implicit },
    );
    assert.deepEqual(
      [fleet.host('localhost').connection.transport, fleet.host('localhost').roles],
      ['auto', ['base']],
    );
  });

  it('is nobody where a run is limited to some of the inventory', async () => {
    assert.deepEqual(await complaintsOf(files, { limit: 'localhost' }), [
      'localhost is not in the inventory | Add localhost to the inventory, with ansible_connection: local.',
    ]);
  });
});
