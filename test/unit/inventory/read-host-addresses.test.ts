// The lab learns names and addresses before the files exist that the inventory's secrets come from.
import assert from 'node:assert/strict';
import { readHosts } from '../../../lib/inventory/read/read-host-addresses.js';
import { inFolder } from './inventory-of.js';

describe('readHosts', () => {
  it('gives names, addresses and releases though secrets and trueup.yml are not there yet', async () => {
    const files = {
      'hosts.yml':
        'all: {children: {web: {hosts: {"w[1:2]": , d: {ansible_host: 10.0.0.9, suite: bookworm}}}}}',
      'group_vars/web.yml': 'nginx: {key: !file nowhere}\nansible_host: 10.0.0.1',
      'host_vars/w2.yml': 'net: 10.0.0\nprivate_address: "{{ net }}.2"',
    };
    assert.deepEqual(await inFolder(files, readHosts), [
      { name: 'w1', address: '10.0.0.1' },
      { name: 'w2', address: '10.0.0.1', alsoAt: '10.0.0.2' },
      { name: 'd', address: '10.0.0.9', suite: 'bookworm' },
    ]);
  });

  it('gives ports and users, takes a name for an address, and tells the controller itself', async () => {
    const hosts =
      '{10.0.0.3: {ansible_port: 2222, ansible_user: me}, c: {private_address: 10.0.0.4}, localhost: {ansible_connection: local}}';
    assert.deepEqual(await inFolder({ 'hosts.yml': `all: {hosts: ${hosts}}` }, readHosts), [
      { name: '10.0.0.3', address: '10.0.0.3', port: 2222, user: 'me' },
      { name: 'c', address: '10.0.0.4' },
      { name: 'localhost', address: 'localhost', local: true },
    ]);
  });

  it('complains of a template that stands for no address', async () => {
    const files = { 'hosts.yml': 'all: {hosts: {w1: {ansible_host: "{{ nobody }}"}}}' };
    await assert.rejects(inFolder(files, readHosts), {
      name: 'InputErrors',
      message: /nobody is not defined/,
    });
  });

  it('complains of what it cannot read', async () => {
    await assert.rejects(inFolder({ 'hosts.yml': 'all: [' }, readHosts), { name: 'InputErrors' });
    await assert.rejects(readHosts('/nowhere/at/all'), {
      message: "the inventory /nowhere/at/all can't be read: no such file",
    });
  });
});
