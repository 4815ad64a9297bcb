// What trueup asks a person at a terminal: before it changes anything, and for what opens a key or sudo.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sh } from '../../../lib/kit.js';
import { runProgram } from '../../../lib/lab/programs/run-program.js';
import { freshHost } from '../fresh-host.js';
import { TestBed } from '../test-bed.js';
import { atTerminal, keys } from '../../terminal.js';

describe('a person at the terminal', function () {
  this.timeout(300_000);
  const password = `p-${randomBytes(8).toString('hex')}`;
  let folder = '';
  let bed: TestBed | undefined;

  before(async function () {
    const connection = await freshHost.call(this);
    bed = await TestBed.connect(connection);
    folder = mkdtempSync(join(tmpdir(), 'trueup-prompts-'));
    const { user = 'root' } = connection;
    const key = join(folder, 'locked');
    await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', password, '-f', key]);
    const shared = {
      ansible_host: connection.host,
      ansible_user: user,
      trueup_known_hosts_file: connection.knownHostsFile,
      trueup_ssh_config: 'none',
      base: { operators: ['198.18.77.0/24'] },
    };
    const open = { ansible_ssh_private_key_file: connection.privateKeyFile };
    const locked = { ansible_ssh_private_key_file: key };
    const hosts = {
      ...{ box: open, one: locked, two: locked },
      asked: { ...open, ansible_user: 'asked' },
    };
    const all = { vars: shared, hosts, children: { mine: { hosts: { box: {} } } } };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all }));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {mine: [base]}');
    // Something to change, whatever was there before.
    await bed.run(sh`
rm -rf /var/lib/trueup /etc/ssh/sshd_config.d/00-trueup.conf
id asked 2>/dev/null || useradd --create-home --shell /bin/sh asked
printf '%s:%s\n' asked ${password} | chpasswd
echo 'asked ALL=(ALL) ALL' >/etc/sudoers.d/asked
mkdir -p ~asked/.ssh
home=$(getent passwd ${user} | cut -d : -f 6)
cat "$home/.ssh/authorized_keys" >~asked/.ssh/authorized_keys
chown -R asked: ~asked/.ssh
printf '%s\n' ${readFileSync(`${key}.pub`, 'utf8').trim()} >>"$home/.ssh/authorized_keys"`);
  });
  after(async function () {
    await bed?.close();
    if (folder === '') return;
    rmSync(folder, { recursive: true });
    await freshHost.call(this);
  });

  const apply = (): readonly string[] => ['apply', '-i', folder, '--limit', 'box'];
  const question = /Type "yes" to confirm: /;

  for (const [title, typed] of Object.entries({
    no: 'no\r',
    yep: 'yep\r',
    'the end of input': keys.endOfInput,
  }))
    it(`changes nothing when the answer is ${title}`, async () => {
      const { status, shown } = await atTerminal(apply(), [[question, typed]]);
      assert.match(shown, /would change/);
      assert.match(shown, /Nothing was changed\./);
      assert.equal(status, 1);
      assert.equal(await bed?.run(sh`ls /var/lib/trueup 2>/dev/null || true`), '');
    });

  it('changes nothing on Ctrl-C, and says so by its exit code', async () => {
    const { status, shown } = await atTerminal(apply(), [[question, keys.interrupt]]);
    assert.match(shown, /nothing was changed/);
    assert.equal(status, 130);
    assert.equal(await bed?.run(sh`ls /var/lib/trueup 2>/dev/null || true`), '');
  });

  it('asks for the passphrase of a key once for all hosts, and does not show it', async () => {
    const words = ['exec', 'one,two', '-i', folder, '--', 'echo is in'];
    const { status, shown } = await atTerminal(words, [[/Passphrase for .*locked: $/, `${password}\r`]]);
    assert.equal(status, 0, shown);
    assert.equal(shown.match(/Passphrase for/g)?.length, 1, shown);
    assert.match(shown, /one, two \(2 hosts\).*\s+is in/, shown);
    assert.ok(!shown.includes(password), shown);
  });

  it('tells of a passphrase that is wrong, and does not show it', async () => {
    const words = ['exec', 'one', '-i', folder, '--', 'true'];
    const wrong = `not-${password}\r`;
    const { status, shown } = await atTerminal(words, [
      [/Passphrase for .*locked: $/, wrong],
      [/Wrong passphrase \(1\)\. Passphrase for .*locked: $/, wrong],
      [/Wrong passphrase \(2\)\. Passphrase for .*locked: $/, wrong],
    ]);
    assert.notEqual(status, 0);
    assert.match(shown, /locked: the passphrase is wrong/);
    assert.ok(!shown.includes(password), shown);
  });

  it('asks for the password of sudo, and does not show it', async () => {
    const words = ['exec', 'asked', '-i', folder, '--ask-become-pass', '--', 'id -u'];
    const { status, shown } = await atTerminal(words, [[/Sudo password: $/, `${password}\r`]]);
    assert.equal(status, 0, shown);
    assert.match(shown, /\b0\b/);
    assert.ok(!shown.includes(password), shown);
  });

  it('applies when the answer is y, and has nothing to ask the next time', async () => {
    const first = await atTerminal(apply(), [[question, 'y\r']]);
    assert.equal(first.status, 0, first.shown);
    assert.match(first.shown, /Changed \d+ resources? on box/);
    const second = await atTerminal(apply(), []);
    assert.equal(second.status, 0, second.shown);
    assert.doesNotMatch(second.shown, /means yes/);
  });
});
