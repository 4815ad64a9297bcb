// Age-encrypted values of an inventory: opened through the same seam as other secrets, or told where and why not.
import assert from 'node:assert/strict';
import { inventoryJson } from '../../../../lib/explain/inventory-listing.js';
import { originInWords } from '../../../../lib/explain/variable-origin.js';
import { Secret } from '../../../../lib/model/secret.js';
import { newIdentity } from '../../../../lib/secrets/age.js';
import { sealedLiteral } from '../../../../lib/secrets/reencrypt-text.js';
import { complaintsOf, fleetOf, nginx } from '../inventory-of.js';

describe('age-encrypted values', () => {
  let identity = new Secret('');
  let sealed = '';
  const files = (value: string) => ({
    'hosts.yml': 'web: {hosts: {web1: }}\n',
    'trueup.yml': 'roles: {web: [nginx]}\n',
    'group_vars/web.yml': `nginx:\n  server_name: x\n  key: !age ${value}`,
  });
  before(async () => {
    const made = await newIdentity();
    identity = made.identity;
    sealed = await sealedLiteral(new Secret('canary-one\n'), [{ key: made.recipient }], 4);
  });

  it('become secrets, without their last newline', async () => {
    const fleet = await fleetOf(files(sealed), { identity: { text: identity } });
    const { key } = fleet.varsOf(fleet.host('web1'), nginx);
    assert.ok(key instanceof Secret);
    assert.equal(key.reveal(), 'canary-one');
  });

  it('are not shown in listings or explanations', async () => {
    const fleet = await fleetOf(files(sealed), { identity: { text: identity } });
    const shown = JSON.stringify(inventoryJson(fleet)) + originInWords('nginx', fleet.host('web1'), fleet);
    assert.match(shown, /\*\*\*/);
    assert.ok(!shown.includes('canary') && !shown.includes('BEGIN AGE'), shown);
  });

  it('name the line and the remedy where they stay closed', async () => {
    const other = await newIdentity();
    const damaged = sealed.replace(
      /\n {4}(\S)(?=\S*\n {4}-----END)/,
      (_, one) => `\n    ${one === 'A' ? 'B' : 'A'}`,
    );
    const home = '/nonexistent';
    assert.deepEqual(await complaintsOf(files(damaged), { identity: { text: identity } }), [
      'group_vars/web.yml:3:13 !age: the encrypted text is damaged | Restore it from git. A single missing or changed line damages it.',
    ]);
    assert.match(
      (await complaintsOf(files(sealed), { identity: { text: other.identity } })).join('\n'),
      /^group_vars\/web\.yml:3:13 !age: is not encrypted to your identity \(TRUEUP_AGE_IDENTITY\) \| .*secrets rotate/,
    );
    assert.match(
      (await complaintsOf(files(sealed), { home })).join('\n'),
      /^group_vars\/web\.yml:3:13 !age: .*no identity.*\(none in \/nonexistent\/\.config\/trueup\/identity\.txt\) \| .*--identity FILE/,
    );
    assert.deepEqual(await complaintsOf(files('hunter22\n'), { home }), [
      'group_vars/web.yml:3:13 !age: this value is not encrypted | Encrypt it with `trueup secrets edit group_vars/web.yml`.',
    ]);
    assert.deepEqual(await complaintsOf(files(sealed), { identity: { text: new Secret('nonsense') } }), [
      'TRUEUP_AGE_IDENTITY: line 1 is not a valid age identity | Write AGE-SECRET-KEY-1…, as printed by `trueup secrets init` or age-keygen; SSH keys and plugins are not supported.',
    ]);
  });

  it('are reported once where the identity is missing, with their number and the first places', async () => {
    const { recipient } = await newIdentity();
    const each = await Promise.all(
      Array.from({ length: 6 }, async (_, at) => {
        return `    S${at}: !age ${await sealedLiteral(new Secret(`canary-${at}`), [{ key: recipient }], 6)}`;
      }),
    );
    const many = {
      ...files(sealed),
      'group_vars/web.yml': `nginx:\n  server_name: x\n  env:\n${each.join('')}`,
    };
    const found = await complaintsOf(many, { home: '/nonexistent' });
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(
      found.join(),
      /^group_vars\/web\.yml:4:\d+ !age: .*; the same applies to 5 other places: (\S+web\.yml:\d+, ){3}… \| .*secrets init/,
    );
    assert.equal((await complaintsOf(many, { identity: { text: identity } })).length, 1);
  });

  it('may stay closed for who only looks, but not broken', async () => {
    const fleet = await fleetOf(files(sealed), { home: '/nonexistent', missingSecrets: 'tolerated' });
    assert.match(JSON.stringify(inventoryJson(fleet)), /"key":"\*\*\*"/);
    const broken = await complaintsOf(files('|\n    -----BEGIN AGE ENCRYPTED FILE-----\n'), {
      missingSecrets: 'tolerated',
      identity: { text: identity },
    });
    assert.match(broken.join(), /damaged/);
  });

  it('may be as short as people make them, and are hidden where they stand', async () => {
    const fleet = await fleetOf({
      'hosts.yml': 'all: {hosts: {h: {ansible_password: abc}}}\n',
      'trueup.yml': 'roles: {all: [nginx]}\n',
      'group_vars/all.yml': 'nginx: {server_name: x, key: !file k, env: {A: !secret abc, B: pub}}\n',
      k: 'abc\n',
    });
    const host = fleet.host('h');
    const { key, env } = fleet.varsOf(host, nginx);
    assert.ok(key instanceof Secret && env?.['A'] instanceof Secret);
    assert.equal(host.connection.password?.reveal(), 'abc');
    assert.ok(!JSON.stringify([inventoryJson(fleet), host]).includes('abc'));
  });

  it('ask for no identity where there are none', async () => {
    await fleetOf({ 'hosts.yml': 'all: {hosts: {a: }}\n' }, { identity: { command: 'false' } });
  });
});
