// Which commit a run comes from, as git tells it.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markRun } from '../../../lib/run/operator-and-commit.js';

describe('The mark of a run', () => {
  let home = '';
  let inventory = '';
  const git = (...words: readonly string[]): string =>
    execFileSync('git', ['-C', home, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words], {
      encoding: 'utf8',
    }).trim();
  const told = async (path = inventory) => {
    const { commit, dirty } = await markRun({ command: 'apply', words: '' }, [path], process.env);
    return [commit, dirty];
  };

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'trueup-mark-'));
    inventory = join(home, 'inventory');
    mkdirSync(inventory);
    writeFileSync(join(inventory, 'hosts.yml'), 'all:\n');
  });
  afterEach(() => {
    rmSync(home, { recursive: true });
  });

  it('names no commit where there is none', async () => {
    assert.deepEqual(await told(), [undefined, undefined]);
    git('init', '-q');
    assert.deepEqual(await told(), [undefined, undefined]);
    symlinkSync('loop', join(home, 'loop'));
    for (const path of ['none', 'loop', 'loop/hosts.yml'])
      assert.deepEqual(await told(join(home, path)), [undefined, undefined]);
  });

  it('names the commit, and says whether any file differs from it', async () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    const commit = git('rev-parse', 'HEAD');
    assert.deepEqual(await told(), [commit, false]);
    assert.deepEqual(await told(join(inventory, 'hosts.yml')), [commit, false]);
    writeFileSync(join(home, '#new'), '');
    assert.deepEqual(await told(), [commit, true]);
    git('add', '.');
    assert.deepEqual(await told(), [commit, true]);
  });
});
