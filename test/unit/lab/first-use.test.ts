// What is made at first use is made once, and never over something that may only be out of reach.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSecrets } from '../../../lib/lab/settings/generate-lab-secrets.js';
import { ensureCa } from '../../../lib/pki/ca-folder.js';

describe('what is made at first use', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-first-use-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is a secret that only its owner can read, and stays', async () => {
    assert.deepEqual(await ensureSecrets(folder, ['word']), ['word']);
    const first = readFileSync(join(folder, 'word'), 'utf8');
    assert.ok(first.length >= 32);
    assert.equal(statSync(join(folder, 'word')).mode & 0o777, 0o600);
    assert.deepEqual(await ensureSecrets(folder, ['word']), []);
    assert.equal(readFileSync(join(folder, 'word'), 'utf8'), first);
  });

  it('is one secret, whichever of two runs comes first', async () => {
    const made = await Promise.all([1, 2, 3, 4].map(() => ensureSecrets(folder, ['word'])));
    assert.equal(made.flat().length, 1);
  });

  it('takes the place of an empty file, which a run that was killed left', async () => {
    writeFileSync(join(folder, 'word'), '');
    assert.deepEqual(await ensureSecrets(folder, ['word']), ['word']);
    assert.ok(readFileSync(join(folder, 'word'), 'utf8').length >= 32);
  });

  it('is no new secret, and no new authority, where the old one can’t be read', async () => {
    // A link to itself is an error for root, too.
    for (const name of ['word', 'ca.pem', 'ca.key']) symlinkSync(name, join(folder, name));
    await assert.rejects(ensureSecrets(folder, ['word']), { code: 'E_INPUT', message: /word: .*ELOOP/ });
    await assert.rejects(ensureCa(folder, 'test CA'), { code: 'E_INPUT', message: /ca\.pem: .*ELOOP/ });
  });
});
