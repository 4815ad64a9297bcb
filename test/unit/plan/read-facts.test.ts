// What a host says of itself → facts.
import assert from 'node:assert/strict';
import { readFacts } from '../../../lib/plan/read-facts.js';

const said = (more: string): ReturnType<typeof readFacts> => {
  const keys = [
    'os_id=debian',
    'os_version=13',
    'os_codename=trixie',
    'hostname=h1',
    'kernel=6',
    'arch=x86_64',
  ];
  const stdout = [...keys, 'boot=b', 'cpus=2', 'epoch=1', 'memory=2048', 'virt=kvm', more].join('\n');
  return readFacts('h1', { status: 0, stdout, stderr: '' });
};

describe('facts', () => {
  it('know nothing of cloud-init where it is not installed', () => {
    assert.equal(said('').cloudInit, undefined);
  });

  it('know whether it still works, and whether it writes /etc/hosts', () => {
    assert.deepEqual(said('cloud_init=yes ').cloudInit, { running: true, writesHosts: false });
    assert.deepEqual(said('cloud_init=no true').cloudInit, { running: false, writesHosts: true });
    assert.deepEqual(said('cloud_init=no template').cloudInit, { running: false, writesHosts: true });
    assert.deepEqual(said('cloud_init=no localhost').cloudInit, { running: false, writesHosts: false });
    assert.deepEqual(said('cloud_init=no false').cloudInit, { running: false, writesHosts: false });
  });
});
