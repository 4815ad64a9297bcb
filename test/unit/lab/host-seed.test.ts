// The files that a bare host starts with.
import assert from 'node:assert/strict';
import { hostSeed, readNameservers } from '../../../lib/lab/hosts/host-seed.js';
import { lab } from './lab-settings.js';

const files = hostSeed(
  lab,
  { name: 'web1', address: '192.0.2.13' },
  {
    loginKey: 'ssh-ed25519 AAAA trueup-lab\n',
    hostKeys: { ssh_host_rsa_key: 'private\n', 'ssh_host_rsa_key.pub': 'public\n' },
    nameservers: ['192.0.2.53'],
    machineId: '0123456789abcdef0123456789abcdef',
  },
);
const file = (path: string) => files.find((one) => one.path === path);

describe('a bare host', () => {
  it('has its address with the prefix of the lab’s network, and the bridge as gateway', () => {
    const network = file('etc/systemd/network/10-lab.network')?.content ?? '';
    assert.match(network, /^Address=192\.0\.2\.13\/24$/m);
    assert.match(network, /^Gateway=192\.0\.2\.1$/m);
  });

  it('fetches packages through the lab’s cache, but https straight', () => {
    assert.equal(
      file('etc/apt/apt.conf.d/90lab-cache')?.content,
      'Acquire::http::Proxy "http://192.0.2.1:3142";\nAcquire::https::Proxy "DIRECT";\n',
    );
  });

  it('shows its private keys to root only', () => {
    assert.equal(file('etc/ssh/ssh_host_rsa_key')?.mode, 0o600);
    assert.equal(file('etc/ssh/ssh_host_rsa_key.pub')?.mode, 0o644);
  });

  it('lets the login user in', () => {
    const keys = file('home/ubuntu/.ssh/authorized_keys');
    assert.deepEqual(
      [keys?.content, keys?.mode, keys?.users],
      ['ssh-ed25519 AAAA trueup-lab\n', 0o600, true],
    );
  });

  it('does at a boot only what has an effect there', () => {
    for (const path of [
      'etc/.updated',
      'var/.updated',
      'etc/systemd/system-generators/systemd-gpt-auto-generator',
    ])
      assert.equal(file(path)?.content, '', path);
    // Others' units and drop-ins depend on these.
    for (const name of ['fstab', 'rc-local', 'ssh', 'sysv'])
      assert.equal(file(`etc/systemd/system-generators/systemd-${name}-generator`), undefined, name);
  });

  it('names itself', () => {
    assert.equal(file('etc/hostname')?.content, 'web1\n');
    assert.match(file('etc/hosts')?.content ?? '', /^127\.0\.1\.1 web1$/m);
  });
});

describe('name servers for the hosts', () => {
  it('are those of the first file that has one beyond the loopback', () => {
    const stub = 'nameserver 127.0.0.53\noptions edns0\n';
    assert.deepEqual(readNameservers(stub, 'nameserver 192.0.2.9\nnameserver 192.0.2.10\n'), [
      '192.0.2.9',
      '192.0.2.10',
    ]);
    assert.deepEqual(readNameservers('# x\nnameserver ::1\nnameserver 192.0.2.8\n', 'nameserver 192.0.2.9'), [
      '192.0.2.8',
    ]);
  });

  it('may be none', () => {
    assert.deepEqual(readNameservers('nameserver 127.0.0.1\n', ''), []);
  });
});
