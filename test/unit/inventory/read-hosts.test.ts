// The lab learns names and addresses before the files exist that the inventory's secrets come from.
import assert from 'node:assert/strict';
import { readHosts } from '../../../lib/inventory/read/read-hosts.js';
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
      { name: 'w2', address: '10.0.0.2' },
      { name: 'd', address: '10.0.0.9', suite: 'bookworm' },
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
