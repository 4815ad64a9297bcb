import assert from 'node:assert/strict';
import {
  absent,
  authorizedKey,
  command,
  directory,
  file,
  group,
  hostname,
  hostsEntries,
  link,
  sh,
  sysctl,
  timezone,
  user,
} from '../../../lib/kit.js';

const content = '';
const refused: readonly (readonly [string, () => unknown])[] = [
  ['a relative path', () => file({ path: 'etc/x', content })],
  ['an empty path', () => file({ path: '', content })],
  ['the root folder', () => directory({ path: '/' })],
  ['a path that ends with a slash', () => directory({ path: '/srv/' })],
  ['a path with a part that leads up', () => link({ path: '/srv/../etc/x', to: 'y' })],
  ['a path with an empty part', () => absent({ path: '/srv//x' })],
  ['the removal of a whole top folder', () => absent({ path: '/etc', recursive: true })],
  ['a mode of three digits', () => file({ path: '/x', content, mode: '644' })],
  ['a mode with a digit that is none', () => directory({ path: '/x', mode: '0799' })],
  ['an owner that is an option', () => file({ path: '/x', content, owner: '-R' })],
  ['an owner with a group in it', () => file({ path: '/x', content, owner: 'a:b' })],
  ['a group with a line break', () => directory({ path: '/x', group: 'a\nb' })],
  ['a user that is an option', () => user({ name: '-rf' })],
  ['a user that is a number', () => user({ name: '1000' })],
  ['a user called root', () => user({ name: 'root' })],
  ['a supplementary group that is an option', () => user({ name: 'app', groups: ['-x'] })],
  ['a comment with a colon', () => user({ name: 'app', comment: 'a:b' })],
  ['a comment with a line break', () => user({ name: 'app', comment: 'a\nroot::0:0' })],
  ['a shell that is no path', () => user({ name: 'app', shell: 'bash' })],
  ['a group with a comma', () => group({ name: 'a,b' })],
  ['a key of two lines', () => authorizedKey({ user: 'app', key: 'ssh-rsa AAAAB3 x\nssh-rsa AAAAB4 y' })],
  ['a private key', () => authorizedKey({ user: 'app', key: '-----BEGIN OPENSSH PRIVATE KEY-----' })],
  ['a parameter that leads out of /proc/sys', () => sysctl({ key: '../../etc/x', value: '1' })],
  ['a parameter that leads out in dots', () => sysctl({ key: 'net//x', value: '1' })],
  ['a parameter of one part', () => sysctl({ key: 'net', value: '1' })],
  ['a value of two lines', () => sysctl({ key: 'net.x', value: '1\nkernel.x = 2' })],
  ['an empty value', () => sysctl({ key: 'net.x', value: ' ' })],
  ['a name with an underscore', () => hostname({ name: 'a_b' })],
  ['a name that is an option', () => hostname({ name: '-F' })],
  ['a name of 65 letters', () => hostname({ name: `${'a'.repeat(60)}.aaaa` })],
  ['an address with a blank', () => hostsEntries({ entries: [{ address: '10.0.0.1 x', names: ['y'] }] })],
  ['an address without a name', () => hostsEntries({ entries: [{ address: '10.0.0.1', names: [] }] })],
  ['a name that is a comment', () => hostsEntries({ entries: [{ address: '10.0.0.1', names: ['#x'] }] })],
  ['a zone that leads elsewhere', () => timezone({ name: '../../etc/passwd' })],
];

describe('A want', () => {
  for (const [what, make] of refused) {
    it(`is refused for ${what}`, () => {
      assert.throws(make, { code: 'E_INPUT' });
    });
  }

  it('is refused for a command that nothing ends', () => {
    assert.throws(() => command({ name: 'x', run: sh`true` }), TypeError);
  });

  it('is refused for a NUL byte in a content, when the script is made', () => {
    const { type, want } = file({ path: '/x', content: 'a\0b' });
    assert.throws(() => type.apply(want, {}, [{ verb: 'create', key: 'content' }]), { code: 'E_INPUT' });
  });

  it('may name a parameter whose part holds a dot', () => {
    const { type, want } = sysctl({ key: 'net/ipv4/conf/eth0.7/forwarding', value: '1' });
    assert.match(type.probe([want]).text, /'\/proc\/sys\/net\/ipv4\/conf\/eth0\.7\/forwarding'/);
    const dotted = sysctl({ key: 'net.ipv4.conf.eth0/7.forwarding', value: '1' });
    assert.match(
      dotted.type.probe([dotted.want]).text,
      /'\/proc\/sys\/net\/ipv4\/conf\/eth0\.7\/forwarding'/,
    );
  });
});
