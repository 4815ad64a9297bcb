// Encrypted inventories that stay closed, or hold something wrong: where it is said, and without what they hold.
import assert from 'node:assert/strict';
import { complaintsOf } from '../inventory-of.js';
import { complaints, load } from '../load-sources.js';
import { locked, withPasswords } from '../with-passwords.js';

const hosts = 'web: {hosts: {web1: {motto: canary}}}\n';

describe('an encrypted inventory', () => {
  it('that stays closed is one error, whatever else it would have explained, also for who only looks', async () => {
    const files = {
      'trueup.yml': 'roles: {web: [nginx], db: [base]}\n',
      'group_vars/web.yml': 'a: 1\n',
      'host_vars/web1.yml': 'a: 1\n',
      'hosts.yml': locked(hosts),
    };
    const closed =
      /^hosts\.yml:1:1 !vault: is encrypted with ansible-vault, but no password was given to decrypt it \| Pass the password with --vault-password-file FILE[^\n]*$/;
    for (const options of [
      {},
      { missingSecrets: 'tolerated', site: 'optional' },
      { site: 'ignored', missingSecrets: 'tolerated', limit: 'web1' },
      { strict: true },
    ] as const) {
      assert.match((await complaintsOf(files, options)).join('\n'), closed, JSON.stringify(options));
    }
    const wrong = await withPasswords((options) => complaintsOf(files, options), { default: 'wrong' });
    assert.match(
      wrong.join('\n'),
      /^hosts\.yml:1:1 !vault: none of the vault passwords decrypts it \| [^\n]*$/,
    );
    const vault = { sources: ['/nonexistent/pw'], ask: () => Promise.resolve(undefined) };
    const unread = await complaintsOf(files, { vault });
    assert.match(unread.join('\n'), /^vault password file \/nonexistent\/pw: no such file \| [^\n]*$/);
    const damaged = { ...files, 'hosts.yml': locked(hosts).slice(0, -30) };
    assert.match(
      (await withPasswords((options) => complaintsOf(damaged, options))).join('\n'),
      /^hosts\.yml:1:1 !vault: the encrypted text is damaged[^\n]*$/,
    );
  });

  it('that stays closed in a sub-folder is only a warning where its name says nothing of hosts', async () => {
    const files = { 'in/hosts': '[web]\nh\n', 'in/sub/blob': locked(hosts) };
    const { warnings } = await load(files, ['in']);
    assert.deepEqual(warnings, [
      'in/sub/blob: !vault: is encrypted with ansible-vault, but no password was given to decrypt it; the file is ignored',
    ]);
    for (const name of ['in/blob', 'in/sub/hosts', 'in/sub/x.yml']) {
      const said = await complaints({ 'in/hosts': '[web]\nh\n', [name]: locked(hosts) }, ['in']);
      assert.match(said.join('\n'), new RegExp(`^${name}:1:1 !vault: is encrypted`));
    }
  });

  it('is complained of with the lines of its text, and without its words', async () => {
    const said = async (name: string, text: string): Promise<string> =>
      withPasswords(async (options) =>
        (await complaintsOf({ [name]: locked(text) }, options, name)).join('\n'),
      );
    assert.match(
      await said('hosts', '[web]\nh\n[web:vars]\nx=1\ncanary here\n'),
      /^hosts:5:1 \*\*\* is not a valid assignment \|/,
    );
    assert.match(
      await said('hosts', '[web]\nh a=b canary\n'),
      /^hosts:2:7 \*\*\* is not a valid assignment \|/,
    );
    assert.match(await said('hosts', '[web]\nh\n[x:children]\ncanary here\n'), /^hosts:4:1 \*\*\* is not/);
    assert.match(
      await said('hosts.yml', 'web:\n  hosts:\n    h: canary\n'),
      /^hosts\.yml:3:8 web\.hosts\.h: must be a mapping[^\n]*, found a secret/,
    );
    for (const broken of [
      'web:\n  hosts: {h: {a: "x" "canary"}}\n',
      'web:\n  vars: {a: [1]} canary\n',
      'web:\n  vars:\n    a: !canary x\n',
      'web:\n  vars:\n    a: *canary\n',
      'web:\n\tvars: canary\n',
      'web:\n  vars:\n    a: "canary\n',
      'web:\n  vars:\n    a: b: canary\n',
      'web:\n  vars:\n    a: @canary\n',
      'web:\n  vars:\n    a: "\\canary"\n',
    ]) {
      const one = await said('hosts.yml', broken);
      assert.match(one, /^hosts\.yml:[234]:\d+ ./);
      assert.doesNotMatch(one, /canary/, broken);
    }
  });
});
