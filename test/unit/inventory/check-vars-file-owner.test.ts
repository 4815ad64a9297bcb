// A new file of variables must be about a group or a host that the inventory has.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOwner } from '../../../lib/inventory/read/check-vars-file-owner.js';

describe('the owner of a new file of variables', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-owner-'));
    mkdirSync(join(folder, 'group_vars'));
    writeFileSync(
      join(folder, 'hosts.yml'),
      'dbservers: {hosts: {db1: }}\nweb: {hosts: {web1.example.com: }}\n',
    );
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const judged = (file: string): Promise<string> =>
    checkOwner(join(folder, file), folder).then(
      () => 'fine',
      (error: unknown) => {
        const { message, hint } = error as { message: string; hint: string };
        return `${message.replace(`${folder}/`, '')} | ${hint}`;
      },
    );

  for (const file of [
    'group_vars/dbservers.yml',
    'group_vars/dbservers/secrets.yml',
    'group_vars/all.yml',
    'host_vars/web1.example.com.yml',
    'elsewhere.yml',
  ])
    it(`is there for ${file}`, async () => {
      assert.equal(await judged(file), 'fine');
    });

  it('is asked for where it is not there, with the nearest name', async () => {
    assert.equal(
      await judged('group_vars/dbserver.yml'),
      'group_vars/dbserver.yml: there is no group named dbserver | Did you mean dbservers?',
    );
    assert.match(await judged('group_vars/dbserver/a.yml'), /no group named dbserver \|/);
    assert.match(await judged('host_vars/db.yml'), /no host named db \| Allowed: db1, web1\.example\.com\.$/);
  });

  it('is not judged where there is no inventory', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'trueup-owner-'));
    await checkOwner(join(bare, 'group_vars/x.yml'), bare);
    rmSync(bare, { recursive: true });
  });
});
