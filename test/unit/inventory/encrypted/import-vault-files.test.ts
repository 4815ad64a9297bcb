// `trueup secrets import` on hosts and groups that are encrypted as a whole: what is secret stays so, or nothing is written.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFleet } from '../../../../lib/inventory/load-fleet.js';
import { vaultFiles } from '../../../../lib/inventory/read/find-vault-files.js';
import type { Secret } from '../../../../lib/model/secret.js';
import { TrueupError } from '../../../../lib/model/trueup-error.js';
import { newIdentity } from '../../../../lib/secrets/age.js';
import { importVault } from '../../../../lib/secrets/vault/import-vault.js';
import { vaulted } from '../../secrets/vault-fixture.js';
import { inFolder, type Files } from '../inventory-of.js';
import { locked } from '../with-passwords.js';

const hosts = `# all of them
web:
  hosts:
    web1.example.com: {ansible_host: 192.0.2.1, motto: canary-host}
    web2: # second
      ansible_password: canary-login
  children:
    edge:
      hosts: edge1
      vars: {ansible_user: deploy, list: [canary-list], ansible_group_priority: 2}
  vars:
    ansible_port: 2222
    api: {key: canary-key, on: true}
`;

/** Imports an inventory; afterwards, `work` gets its folder and what it takes to read it. */
async function imported<Result>(
  files: Files,
  given: string,
  work: (
    folder: string,
    identity: Secret,
    done: () => Promise<ReadonlyMap<string, number>>,
  ) => Promise<Result>,
): Promise<Result> {
  const { identity, recipient } = await newIdentity();
  return inFolder({ ...files, pw: 'right' }, (folder) => {
    const inventory = join(folder, given);
    const home = given.includes('.') || given === 'hosts' ? folder : inventory;
    const settings = { sources: [join(folder, 'pw')], ask: () => Promise.resolve(undefined) };
    writeFileSync(join(home, 'recipients.txt'), `${recipient}\n`);
    return work(folder, identity, () => importVault(home, vaultFiles(inventory), settings));
  });
}

describe('importing an inventory that is encrypted as a whole', () => {
  it('turns variables into age values, and leaves what says where hosts are', async () => {
    await imported({ 'hosts.yml': locked(hosts) }, 'hosts.yml', async (folder, text, done) => {
      assert.deepEqual([...(await done()).values()], [4]);
      const path = join(folder, 'hosts.yml');
      const written = readFileSync(path, 'utf8');
      assert.doesNotMatch(written, /canary/);
      assert.match(written, /^# all of them\nweb:\n/);
      assert.match(written, /ansible_host: 192\.0\.2\.1, motto: !age /);
      assert.match(
        written,
        /hosts: edge1\n +vars: \{ansible_user: deploy, list: \[!age [^\n]*ansible_group_priority: 2\}/,
      );
      const fleet = await loadFleet(path, { roles: new Map(), site: 'ignored', identity: { text } });
      assert.deepEqual(
        fleet.hosts.map(({ name, connection: { host, user, port } }) => [name, host, user, port]),
        [
          ['web1.example.com', '192.0.2.1', undefined, 2222],
          ['web2', 'web2', undefined, 2222],
          ['edge1', 'edge1', 'deploy', 2222],
        ],
      );
      assert.equal(fleet.host('web2').connection.password?.reveal(), 'canary-login');
      assert.equal(String(fleet.host('web1.example.com').vars['motto']), '***');
    });
  });

  it('leaves how to reach hosts in encrypted files of variables, too', async () => {
    const files = {
      'in/hosts': '[web]\nh\n',
      'in/group_vars/web.yml': locked('ansible_user: deploy\nansible_password: canary\n'),
    };
    await imported(files, 'in', async (folder, text, done) => {
      assert.deepEqual([...(await done()).values()], [1]);
      const fleet = await loadFleet(join(folder, 'in'), {
        roles: new Map(),
        site: 'ignored',
        identity: { text },
      });
      assert.equal(fleet.host('h').connection.user, 'deploy');
      assert.equal(fleet.host('h').connection.password?.reveal(), 'canary');
    });
  });

  for (const [name, text] of Object.entries({
    hosts: '[web]\nh ansible_password=canary\n',
    'flat.hosts': 'h ansible_password=canary\n',
    'hosts.ini': '[web]\nh ansible_password=canary\n',
    'hosts.yml': '[web]\nh ansible_password=canary\n',
    'hosts.json': '{"web": {"vars": {"a": "canary"}}}',
  })) {
    it(`says so if the format can't hold age values: ${name}`, async () => {
      const files = {
        [name]: locked(text),
        'group_vars/web.yml': locked('ansible_password: canary\n'),
      };
      await imported(files, name, async (folder, _, done) => {
        await assert.rejects(done(), (error) => {
          assert.ok(error instanceof TrueupError);
          assert.equal(error.message, 'only a YAML inventory can contain age-encrypted values');
          assert.equal(error.place?.file, join(folder, name));
          assert.match(error.hint ?? '', /^Decrypt it with `ansible-vault decrypt .*`, and put its secrets/);
          return true;
        });
        for (const [file, before] of Object.entries(files))
          assert.equal(readFileSync(join(folder, file), 'utf8'), before);
      });
    });
  }

  it('passes over other files in folders', async () => {
    const files = {
      'in/hosts.yml': locked(hosts),
      'in/sub/blob.bin': vaulted('just a word\n', 'right'),
      'in/sub/words': locked('some words\n'),
    };
    await imported(files, 'in', async (folder, _, done) => {
      assert.deepEqual([...(await done()).keys()], [join(folder, 'in/hosts.yml')]);
      assert.equal(readFileSync(join(folder, 'in/sub/words'), 'utf8'), files['in/sub/words']);
    });
  });
});
