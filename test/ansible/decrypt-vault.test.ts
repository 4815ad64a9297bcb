// Texts of ansible-vault: the real program encrypts, trueup opens; and texts that stay closed.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../lib/model/secret.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { vaultOpener } from '../../lib/secrets/vault/decrypt-vault.js';
import { vaultPasswords, type VaultSettings } from '../../lib/secrets/vault/vault-passwords.js';
import { vaulted } from '../unit/secrets/vault-fixture.js';

const password = (text: string, label = 'default') => ({ label, secret: new Secret(text) });
const clearOf = (found: unknown): unknown => (found instanceof Secret ? found.reveal() : found);

describe('a text of ansible-vault', () => {
  for (const [name, clear] of Object.entries({
    'a word': 'tiger',
    nothing: '',
    'sixteen letters': 'abcdefghijklmnop',
    lines: 'a: 1\nb: ä\n',
  })) {
    it(`opens with its password: ${name}`, async () => {
      const open = vaultOpener([password('wrong'), password('right')]);
      assert.equal(clearOf(await open(vaulted(clear, 'right'))), clear);
      assert.equal(clearOf(await open(vaulted(clear, 'right', 'prod'))), clear);
    });
  }

  it('says why it stays closed', async () => {
    const text = vaulted('tiger', 'right');
    assert.equal(await vaultOpener([])(text), 'no password');
    assert.equal(await vaultOpener([password('wrong')])(text), 'wrong password');
    assert.equal(await vaultOpener([password('right')])(text.slice(0, -20)), 'damaged');
    assert.equal(await vaultOpener([password('right')])(text.replace(';1.1;', ';1.0;')), 'damaged');
    assert.equal(await vaultOpener([password('right')])('$ANSIBLE_VAULT;1.1;AES256\nzz\n'), 'damaged');
    assert.equal(
      await vaultOpener([password('right')])(vaulted(Buffer.from([255, 254]), 'right')),
      'not text',
    );
  });

  it('is opened where the real program encrypted it', async function () {
    if (spawnSync('ansible-vault', ['--version']).error) this.skip();
    await inFolder(async (folder) => {
      const file = join(folder, 'pw');
      writeFileSync(file, 'right\n');
      const encrypt = (id: string): string =>
        execFileSync('ansible-vault', ['encrypt', '--vault-id', `${id}@${file}`, '--output', '-'], {
          input: 'zwölf\n',
          encoding: 'utf8',
          stdio: ['pipe', 'pipe', 'ignore'],
        });
      const open = vaultOpener([password('wrong', 'prod'), password('right')]);
      assert.equal(clearOf(await open(encrypt('default'))), 'zwölf\n');
      assert.equal(clearOf(await open(encrypt('prod'))), 'zwölf\n');
      // And the other way: what these tests encrypt, the real one opens.
      const own = join(folder, 'own');
      writeFileSync(own, vaulted('zwölf\n', 'right'));
      const viewed = execFileSync('ansible-vault', ['view', '--vault-password-file', file, own], {
        encoding: 'utf8',
      });
      assert.equal(viewed, 'zwölf\n');
    });
  });
});

describe('passwords of ansible-vault', () => {
  const found = async (
    sources: readonly string[],
    ask: VaultSettings['ask'] = () => Promise.resolve(undefined),
  ) => (await vaultPasswords({ sources, ask })).map(({ label, secret }) => `${label} ${secret.reveal()}`);

  it('come from files, programs and people', async () => {
    await inFolder(async (folder) => {
      const program = join(folder, 'vault-client.sh');
      writeFileSync(join(folder, 'pw'), '  one \n');
      writeFileSync(program, '#!/bin/sh\necho "$*"\n');
      chmodSync(program, 0o755);
      const plain = join(folder, 'plain');
      writeFileSync(plain, '#!/bin/sh\necho "plain$*"\n');
      chmodSync(plain, 0o755);
      const asked: string[] = [];
      const ask = (prompt: string) => Promise.resolve(new Secret(`typed ${String(asked.push(prompt))}`));
      assert.deepEqual(
        await found([join(folder, 'pw'), `prod@${program}`, `x@${plain}`, 'prompt', 'dev@prompt'], ask),
        ['default one', 'prod --vault-id prod', 'x plain', 'default typed 1', 'dev typed 2'],
      );
      assert.deepEqual(asked, ['Vault password', 'Vault password (dev)']);
    });
  });

  it('that are not there are told with the remedy', async () => {
    await inFolder(async (folder) => {
      const program = join(folder, 'fails');
      writeFileSync(program, '#!/bin/sh\nexit 3\n');
      chmodSync(program, 0o755);
      writeFileSync(join(folder, 'empty'), '\n');
      const cases: readonly (readonly [source: string, says: RegExp, hint: RegExp])[] = [
        [join(folder, 'none'), /none: no such file$/, /--ask-vault-pass/],
        [join(folder, 'empty'), /contains no password$/, /on one line/],
        [program, /fails exited with status 3$/, /chmod -x/],
        ['prompt', /no terminal is available/, /--vault-password-file/],
      ];
      for (const [source, says, hint] of cases) {
        await assert.rejects(found([source]), (error) => {
          assert.ok(error instanceof TrueupError);
          assert.match(error.message, says);
          assert.match(error.hint ?? '', hint);
          return true;
        });
      }
    });
  });
});

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'trueup-vault-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
