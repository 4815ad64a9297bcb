// The files that a bare host starts with.
import assert from 'node:assert/strict';
import { hostSeed, readNameservers, type SeedInput } from '../../../lib/lab/hosts/first-boot-files.js';
import type { LabHost } from '../../../lib/lab/settings/lab-settings.js';
import { lab } from './lab-settings.js';

const input: SeedInput = {
  loginKey: 'ssh-ed25519 AAAA trueup-lab\n',
  hostKeys: { ssh_host_rsa_key: 'private\n', 'ssh_host_rsa_key.pub': 'public\n' },
  nameservers: ['192.0.2.53'],
  machineId: '0123456789abcdef0123456789abcdef',
  ofImage: (path) => (path === 'etc/ssh/sshd_config' ? '#Port 22\nUsePAM yes\n' : 'root:first line\n'),
};
const files = hostSeed(lab, { name: 'web1', address: '192.0.2.13' }, input);
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
      [keys?.content, keys?.mode, keys?.account?.id],
      ['ssh-ed25519 AAAA trueup-lab\n', 0o600, 1000],
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

describe('a bare host of an inventory with habits of its own', () => {
  const textOf = (host: Omit<LabHost, 'address'>, path: string): string | undefined =>
    hostSeed(lab, { address: '192.0.2.13', ...host }, input).find((one) => one.path === path)?.content;

  it('calls itself by the first part of its name, and knows the whole', () => {
    assert.equal(textOf({ name: 'web1.a.example' }, 'etc/hostname'), 'web1\n');
    assert.match(
      textOf({ name: 'web1.a.example' }, 'etc/hosts') ?? '',
      /^127\.0\.1\.1 web1\.a\.example web1$/m,
    );
    assert.equal(textOf({ name: 'Web_1' }, 'etc/hostname'), 'Web-1\n');
    assert.equal(textOf({ name: '192.0.2.13' }, 'etc/hostname'), 'ip-192-0-2-13\n');
    assert.equal(textOf({ name: 'x'.repeat(90) }, 'etc/hostname')?.length, 64);
  });

  it('has its second address, too', () => {
    const network = textOf({ name: 'a', alsoAt: '192.0.2.200' }, 'etc/systemd/network/10-lab.network');
    assert.match(network ?? '', /^Address=192\.0\.2\.13\/24\nAddress=192\.0\.2\.200\/24$/m);
  });

  it('listens at the port that the inventory names', () => {
    assert.equal(
      textOf({ name: 'a', port: 2222 }, 'etc/ssh/sshd_config'),
      'Port 2222\n#Port 22\nUsePAM yes\n',
    );
    assert.equal(textOf({ name: 'a', port: 22 }, 'etc/ssh/sshd_config'), undefined);
  });

  it('lets in the user whom the inventory names, root included', () => {
    assert.equal(
      textOf({ name: 'a', user: 'deploy' }, 'etc/passwd'),
      'root:first line\ndeploy:x:1001:1001::/home/deploy:/bin/bash\n',
    );
    assert.equal(textOf({ name: 'a', user: 'deploy' }, 'home/deploy/.ssh/authorized_keys'), input.loginKey);
    assert.equal(textOf({ name: 'a', user: 'root' }, 'root/.ssh/authorized_keys'), input.loginKey);
    assert.equal(textOf({ name: 'a', user: 'root' }, 'etc/passwd'), undefined);
    for (const user of ['Max Muster', 'x:y', 'a'.repeat(33)])
      assert.throws(() => textOf({ name: 'a', user }, 'etc/passwd'), { code: 'E_INPUT' }, user);
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
