// Values and files of ansible-vault in an inventory: opened in memory, secret from then on, or told where and why not.
import assert from 'node:assert/strict';
import { inventoryJson } from '../../../../lib/explain/inventory-listing.js';
import { Secret } from '../../../../lib/model/secret.js';
import type { TrueupError } from '../../../../lib/model/trueup-error.js';
import { vaulted, vaultValue } from '../../secrets/vault-fixture.js';
import { complaintsOf, fleetOf, nginx } from '../inventory-of.js';
import { withPasswords } from '../with-passwords.js';

const files = (vars: string) => ({
  'hosts.yml': 'web: {hosts: {web1: }}\n',
  'trueup.yml': 'roles: {web: [nginx]}\n',
  'group_vars/web.yml': vars,
});
const plain = 'nginx: {server_name: www}\n';

describe('values of ansible-vault', () => {
  it('are secrets', async () => {
    const vars = `ansible_password: ${vaultValue('tiger', 'right')}other: ${vaultValue('x', 'lost')}${plain}`;
    const fleet = await withPasswords((options) => fleetOf(files(vars), options));
    const host = fleet.host('web1');
    assert.equal(host.connection.password?.reveal(), 'tiger');
    const shown = JSON.stringify(inventoryJson(fleet));
    assert.ok(!shown.includes('tiger') && !shown.includes('ANSIBLE_VAULT'), shown);
  });

  it('of whole files are secrets, too', async () => {
    const text =
      'nginx:\n  server_name: !unsafe www\n  key: canary\n  workers: 3\nport: 22\nansible_user: jane\n';
    const clear = {
      ...files(vaulted('nginx: {key: canary, workers: 3}\nansible_user: jane\n', 'right')),
      'host_vars/web1.yml': plain,
    };
    const fleet = await withPasswords((options) => fleetOf(clear, options));
    const { key, workers } = fleet.varsOf(fleet.host('web1'), nginx);
    assert.ok(key instanceof Secret);
    assert.deepEqual([key.reveal(), workers], ['canary', 3]);
    assert.equal(fleet.host('web1').connection.user, 'jane');
    const said = await withPasswords((options) => complaintsOf(files(vaulted(text, 'right')), options));
    assert.match(
      said.join('\n'),
      /^group_vars\/web\.yml:2:24 web1: nginx\.server_name: must not be a secret \|/,
    );
  });

  it('may say where a host is and how it is reached', async () => {
    const values = {
      ansible_host: '192.0.2.5',
      private_address: '10.0.0.5',
      ansible_user: 'deploy',
      ansible_port: '2222',
      ansible_become: 'no',
      ansible_ssh_common_args: '-o ServerAliveInterval=7',
    };
    const of = (told: Readonly<Record<string, string>>) =>
      Object.entries(told).map(([name, value]) => `${name}: ${vaultValue(value, 'right')}`);
    const fleet = await withPasswords((options) => fleetOf(files(`${of(values).join('')}${plain}`), options));
    const { address, connection, vars } = fleet.host('web1');
    assert.equal(address, '10.0.0.5');
    assert.deepEqual(
      [connection.host, connection.user, connection.port, connection.become, connection.sshOptions],
      ['192.0.2.5', 'deploy', 2222, false, ['ServerAliveInterval=7']],
    );
    assert.equal(String(vars['ansible_host']), '***');
    for (const wrong of of({ ...values, ansible_host: 'canary;x', private_address: 'canary x' }).slice(
      0,
      2,
    )) {
      const said = await withPasswords((options) => complaintsOf(files(`${wrong}${plain}`), options));
      assert.match(
        said.join('\n'),
        /^group_vars\/web\.yml:1:\d+ web1: \w+: a secret is not a valid address \|/,
      );
    }
    for (const wrong of of({ ansible_user: 'can ary', ansible_port: 'canary', ansible_host: 'a\nb' })) {
      const said = await withPasswords((options) => complaintsOf(files(`${wrong}${plain}`), options));
      assert.match(said.join('\n'), /^group_vars\/web\.yml:1:\d+ web1: \w+: must [^\n]*, found a secret/);
    }
    // Who only looks isn't kept from it.
    const closed = await fleetOf(files(`${of(values).join('')}${plain}`), { missingSecrets: 'tolerated' });
    assert.equal(closed.host('web1').address, 'web1');
  });

  it('have vault ids', async () => {
    const vars = `ansible_password: ${vaultValue('tiger', 'two', 'prod')}${plain}`;
    const passwords = { dev: 'one', prod: 'two\n' };
    const fleet = await withPasswords((options) => fleetOf(files(vars), options), passwords);
    assert.equal(fleet.host('web1').connection.password?.reveal(), 'tiger');
  });

  it('name the line and the option where they stay closed', async () => {
    const vars = `ansible_password: ${vaultValue('tiger', 'lost')}${plain}`;
    assert.match(
      (await complaintsOf(files(vars))).join('\n'),
      /^group_vars\/web\.yml:1:26 !vault: is encrypted with ansible-vault, but no password was given.* \| Pass the password with --vault-password-file FILE/,
    );
    const wrong = await withPasswords((options) => complaintsOf(files(vars), options));
    assert.match(
      wrong.join('\n'),
      /^group_vars\/web\.yml:1:26 !vault: none of the vault passwords decrypts it \| .*--vault-id/,
    );
    assert.match(
      (await complaintsOf(files(vaulted(plain, 'lost')))).join('\n'),
      /^group_vars\/web\.yml:1:1 !vault: is encrypted with ansible-vault[^\n]*$/,
    );
  });

  it('are one complaint, with where they are, if they stay closed for one reason', async () => {
    const text = [
      'ansible_password',
      'ansible_user',
      'ansible_become_password',
      'ansible_host',
      'ansible_port',
    ]
      .map((name) => `${name}: ${vaultValue('tiger', 'lost')}`)
      .join('');
    const many = { ...files(`${text}${plain}`), 'host_vars/web1.yml': vaulted(plain, 'lost') };
    const others =
      /; the same applies to 5 other places: group_vars\/web\.yml:\d+, group_vars\/web\.yml:\d+, group_vars\/web\.yml:\d+, … \| [^\n]*$/;
    assert.match((await complaintsOf(many)).join('\n'), others);
    const wrong = (await withPasswords((options) => complaintsOf(many, options))).join('\n');
    assert.match(
      wrong,
      /^group_vars\/web\.yml:1:26 !vault: none of the vault passwords decrypts it; the same/,
    );
    assert.match(wrong, others);
  });

  it('may stay closed for who only looks', async () => {
    const warnings: TrueupError[] = [];
    const both = {
      ...files(`ansible_password: ${vaultValue('tiger', 'lost')}${plain}`),
      'host_vars/web1.yml': vaulted(plain, 'lost'),
    };
    const onWarning = (warning: TrueupError) => warnings.push(warning);
    const fleet = await fleetOf(both, { missingSecrets: 'tolerated', onWarning });
    assert.equal(fleet.host('web1').connection.password?.toString(), '***');
    assert.deepEqual(
      warnings.map(({ place, message }) => `${place?.line ?? 0} ${message}`),
      [
        '1 !vault: is encrypted with ansible-vault, but no password was given to decrypt it; its variables are ignored',
      ],
    );
  });

  it('that nobody uses need no password', async () => {
    const fleet = await fleetOf(files(`other: ${vaultValue('x', 'lost')}${plain}`));
    assert.match(JSON.stringify(inventoryJson(fleet)), /"other":"\*\*\*"/);
  });

  it('of a password that is not there is one complaint', async () => {
    const vault = { sources: ['/nonexistent/pw'], ask: () => Promise.resolve(undefined) };
    const said = await complaintsOf(files(`ansible_password: ${vaultValue('x', 'lost')}${plain}`), { vault });
    assert.deepEqual(said, [
      'vault password file /nonexistent/pw: no such file | Pass the file with --vault-password-file, or type the password with --ask-vault-pass.',
    ]);
  });
});
