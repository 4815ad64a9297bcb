// What ansible-vault encrypted becomes age values in place: the same content, the same layout, all files or none.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../../lib/model/secret.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { newIdentity } from '../../../lib/secrets/age.js';
import { inClear, openedValues } from '../../../lib/secrets/reencrypt-text.js';
import { importVault } from '../../../lib/secrets/vault/import-vault.js';
import { vaulted, vaultValue } from './vault-fixture.js';

const values = `# the database
db:
  user: shop # who
  password: ${vaultValue('tiger\n', 'right').replace(/^(?= )/gm, '  ')}  # behind
  more: [1, 2]
top: ${vaultValue('l"ion', 'right', 'prod')}last: 1
`;
const whole = `---
# secrets
vault_password: tiger # the old one
vault_port: 5432
vault_flag: yes
vault_key: |
  one
  two
derived: "{{ vault_password }}x"
raw: !unsafe "{{ x }}"
list: [a, "b c"]
nested:
  - name: x
`;

describe('importing values of ansible-vault', () => {
  let folder = '';
  let identity = new Secret('');
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-import-'));
    const made = await newIdentity();
    identity = made.identity;
    writeFileSync(join(folder, 'recipients.txt'), `${made.recipient}\n`);
    writeFileSync(join(folder, 'pw'), 'right\n');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const run = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const settings = { sources: [join(folder, 'pw')], ask: () => Promise.resolve(undefined) };
    const given = Object.entries(files).map(
      ([name, text]) => [join(folder, name), text, () => () => true] as const,
    );
    return importVault(folder, given, settings);
  };
  const clearOf = async (name: string): Promise<string> => {
    const text = readFileSync(join(folder, name), 'utf8');
    return inClear(text, await openedValues(text, name, { keys: [identity], source: 'test' }));
  };

  it('keeps all around them', async () => {
    const done = await run({ 'a.yml': values, 'plain.yml': 'a: 1 # untouched\n' });
    assert.deepEqual([...done.values()], [2]);
    assert.equal(
      await clearOf('a.yml'),
      `# the database
db:
  user: shop # who
  password: !age |
    tiger
  # behind
  more: [1, 2]
top: !age "l\\"ion"
last: 1
`,
    );
    assert.equal(readFileSync(join(folder, 'plain.yml'), 'utf8'), 'a: 1 # untouched\n');
  });

  it('of whole files turns every text and number', async () => {
    const done = await run({ 'b.yml': vaulted(whole, 'right') });
    assert.deepEqual([...done.values()], [7]);
    const clear = await clearOf('b.yml');
    assert.equal(
      clear,
      `---
# secrets
vault_password: !age "tiger" # the old one
vault_port: !age "5432"
vault_flag: yes
vault_key: !age |
  one
  two
derived: "{{ vault_password }}x"
raw: !age "{{ x }}"
list: [!age "a", !age "b c"]
nested:
  - name: !age "x"
`,
    );
    assert.doesNotMatch(readFileSync(join(folder, 'b.yml'), 'utf8'), /tiger/);
  });

  it('writes nothing where one of them stays closed', async () => {
    const lost = `x: ${vaultValue('x', 'lost')}`;
    await assert.rejects(run({ 'c.yml': values, 'd.yml': lost }), (error) => {
      assert.ok(error instanceof TrueupError);
      assert.match(error.message, /none of the vault passwords decrypts it/);
      assert.match(error.place?.file ?? '', /d\.yml$/);
      return true;
    });
    assert.equal(readFileSync(join(folder, 'c.yml'), 'utf8'), values);
    assert.equal(readFileSync(join(folder, 'd.yml'), 'utf8'), lost);
  });
});
