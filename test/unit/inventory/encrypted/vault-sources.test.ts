// Files with hosts and groups that ansible-vault encrypted as a whole: read as any other, and what they hold is secret.
import assert from 'node:assert/strict';
import { inventoryJson, inventoryTable } from '../../../../lib/explain/inventory-listing.js';
import type { LoadOptions } from '../../../../lib/inventory/load-fleet.js';
import { readHosts } from '../../../../lib/inventory/read/read-host-addresses.js';
import { Secret } from '../../../../lib/model/secret.js';
import { vaultValue } from '../../secrets/vault-fixture.js';
import { complaintsOf, inFolder, nginx } from '../inventory-of.js';
import { load } from '../load-sources.js';
import { locked, withPasswords } from '../with-passwords.js';

const yaml = `web:
  hosts:
    web[1:2]: {ansible_host: 192.0.2.1, motto: canary-host}
    web3: {private_address: 10.0.0.3}
  vars:
    ansible_user: deploy
    ansible_port: "2222"
    ansible_become: "true"
    ansible_password: canary-login
    api_key: canary-group
    nested: {list: [canary-nested, 1, true]}
    nginx: {server_name: !unsafe canary-name}
`;
const ini = `[web]
web[1:2] ansible_host=192.0.2.1 motto=canary-host
web3 private_address=10.0.0.3
[web:vars]
ansible_user=deploy
ansible_port=2222
ansible_become=true
ansible_password=canary-login
api_key=canary-group
nested={'list': ['canary-nested', 1, True]}
`;
const json = JSON.stringify({
  web: {
    hosts: {
      web1: { ansible_host: '192.0.2.1', motto: 'canary-host' },
      web2: { ansible_host: '192.0.2.1', motto: 'canary-host' },
      web3: { private_address: '10.0.0.3' },
    },
    vars: {
      ansible_user: 'deploy',
      ansible_port: 2222,
      ansible_become: true,
      ansible_password: 'canary-login',
      api_key: 'canary-group',
      nested: { list: ['canary-nested', 1, true] },
    },
  },
});

describe('an inventory that is encrypted as a whole', () => {
  for (const [name, text] of Object.entries({
    'hosts.yml': yaml,
    hosts: ini,
    'hosts.ini': ini,
    'hosts.json': json,
    inventory: json,
    inventories: yaml,
  })) {
    it(`is read as what it is once it is decrypted: ${name}, ${text.slice(0, 5).trim()}`, async () => {
      const { fleet, warnings } = await withPasswords((options) =>
        load({ [name]: locked(text) }, [name], options),
      );
      assert.deepEqual(warnings, []);
      assert.deepEqual(
        fleet.hosts.map((host) => [host.name, host.address, host.groups]),
        [
          ['web1', '192.0.2.1', ['all', 'web']],
          ['web2', '192.0.2.1', ['all', 'web']],
          ['web3', '10.0.0.3', ['all', 'web']],
        ],
      );
      const { connection, vars } = fleet.host('web1');
      assert.equal(connection.host, '192.0.2.1');
      assert.equal(connection.port, 2222);
      assert.equal(connection.user, 'deploy');
      assert.equal(connection.become, true);
      assert.equal(connection.password?.reveal(), 'canary-login');
      assert.ok(vars['motto'] instanceof Secret && vars['api_key'] instanceof Secret);
      const shown = `${JSON.stringify(inventoryJson(fleet))}${inventoryTable(fleet.hosts)}`;
      assert.doesNotMatch(shown, /canary/);
      assert.match(shown, /"nested":\{"list":\["\*\*\*",1,true\]\}/);
      assert.match(shown, /"ansible_user":"deploy"/);
    });
  }

  it('keeps its roles’ variables secret, as an encrypted variables file does', async () => {
    const roles = { 'trueup.yml': 'roles: {web: [nginx]}\n' };
    const of = (text: string) => ({ ...roles, 'hosts.yml': locked(text) });
    const good = 'web: {hosts: {h: {nginx: {key: canary, workers: 3}}}}\n';
    const name = { 'host_vars/h.yml': 'nginx: {server_name: www}\n' };
    const { fleet } = await withPasswords((options) =>
      load({ ...of(good), ...name }, ['hosts.yml'], { ...options, site: 'required' }),
    );
    const { key, workers } = fleet.varsOf(fleet.host('h'), nginx);
    assert.ok(key instanceof Secret);
    assert.deepEqual([key.reveal(), workers], ['canary', 3]);
    const shown = 'web: {hosts: {h: {nginx: {server_name: canary}}}}\n';
    const said = await withPasswords((options) => complaintsOf(of(shown), options));
    assert.match(said.join('\n'), /^hosts\.yml:1:\d+ h: nginx\.server_name: must not be a secret \|/);
  });

  it('fills templates in with what it holds, which stays secret', async () => {
    const text = `web: {hosts: {h: }, vars: {domain: canary.example, ansible_host: "a.{{ domain }}", private_address: "b.{{ domain }}", ansible_ssh_common_args: "-o ServerAliveInterval=7"}}\n`;
    const { fleet } = await withPasswords((options) =>
      load({ 'hosts.yml': locked(text) }, ['hosts.yml'], options),
    );
    assert.equal(fleet.host('h').connection.host, 'a.canary.example');
    assert.equal(fleet.host('h').address, 'b.canary.example');
    assert.deepEqual(fleet.host('h').connection.sshOptions, ['ServerAliveInterval=7']);
    assert.equal(String(fleet.host('h').vars['ansible_ssh_common_args']), '***');
  });

  it('may be one of several, each with its vault id, in a folder or given by itself', async () => {
    const files = {
      'in/a.yml': locked('web: {hosts: {web1: }, vars: {a: canary-a}}\n', 'dev', 'one'),
      'in/b': '[web]\nweb2 b=plain\n',
      'in/sub/c': locked('[db]\ndb1 c=canary-c\n', 'prod', 'two'),
      'in/sub/blob': locked(Buffer.from([255, 0, 1]), 'prod', 'two'),
      'in/sub/note.yml': locked('some: {thing: else}\n', 'prod', 'two'),
      'in/group_vars/web.yml': locked('a: canary-vars\n', 'dev', 'one'),
      'more.yml': locked(`lb: {hosts: {lb1: {d: ${JSON.stringify('canary-d')}}}}\n`, 'prod', 'two'),
    };
    const { fleet, warnings } = await withPasswords((options) => load(files, ['in', 'more.yml'], options), {
      dev: 'one',
      prod: 'two',
    });
    assert.deepEqual(warnings, []);
    assert.deepEqual(
      fleet.hosts.map(({ name }) => name),
      ['web1', 'web2', 'db1', 'lb1'],
    );
    assert.equal((fleet.host('web2').vars['a'] as Secret).reveal(), 'canary-vars');
    assert.equal(fleet.host('web2').vars['b'], 'plain');
    assert.doesNotMatch(JSON.stringify(inventoryJson(fleet)), /canary/);
  });

  it('may hold values that are encrypted once more', async () => {
    const inner = vaultValue('canary', 'right').replaceAll('\n  ', '\n      ');
    const text = `web:\n  hosts: {h: }\n  vars:\n    ansible_password: ${inner}`;
    const { fleet } = await withPasswords((options) =>
      load({ 'hosts.yml': locked(text) }, ['hosts.yml'], options),
    );
    assert.equal(fleet.host('h').connection.password?.reveal(), 'canary');
  });

  it('is read for the lab, too', async () => {
    const files = {
      hosts: locked('[web]\nweb1 ansible_host=192.0.2.1 suite=bookworm\nweb2 private_address=10.0.0.2\n'),
      pw: 'right',
    };
    await inFolder(files, async (folder) => {
      const vault = { sources: [`${folder}/pw`], ask: () => Promise.resolve(undefined) };
      assert.deepEqual(await readHosts(`${folder}/hosts`, vault), [
        { name: 'web1', address: '192.0.2.1', suite: 'bookworm' },
        { name: 'web2', address: '10.0.0.2' },
      ]);
      await assert.rejects(readHosts(`${folder}/hosts`), /no password was given/);
    });
  });

  it('may be as large in clear as any other', async () => {
    // Hexadecimal, it is larger than what is read in clear.
    const hosts = `web1\n${'# what it is for\n'.repeat(45_000)}`;
    const options = (more: string) => (known: Partial<LoadOptions>) =>
      load({ hosts: locked(`[web]\n${hosts}${more}`) }, ['hosts'], known).then(
        ({ fleet }) => String(fleet.hosts.length),
        (error: unknown) => String(error),
      );
    assert.equal(await withPasswords(options('')), '1');
    assert.match(await withPasswords(options('x'.repeat(1_000_000))), /is larger than 1 MiB/);
  });
});
