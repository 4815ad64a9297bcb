// Promise 5 on five hosts: packet filter and application go back, and the site answers.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labInventory, run, trueup } from '../e2e/run-trueup.js';
import { theStack } from './sites/lab-stack.js';

describe('promise 5: rollback (five hosts)', function () {
  this.timeout(300_000);
  let later = '';
  before(async function () {
    await theStack.call(this);
    later = mkdtempSync(join(tmpdir(), 'trueup-later-'));
    cpSync(labInventory, later, { recursive: true, dereference: true });
    const change = (path: string, from: string, to: string): void => {
      const text = readFileSync(join(later, path), 'utf8');
      assert.ok(text.includes(from), path);
      writeFileSync(join(later, path), text.replace(from, to));
    };
    change('group_vars/all.yml', '[198.18.77.1]', '[198.18.77.1, 198.18.77.2]');
    change('group_vars/app.yml', 'workers: 2', 'workers: 3');
  });
  after(() => {
    if (later !== '') rmSync(later, { recursive: true });
  });

  it('brings packet filter and application of five hosts back, and the site answers', async () => {
    const applied = await trueup('apply', '-i', later, '--yes');
    assert.equal(applied.status, 0, applied.stdout + applied.stderr);
    const back = await trueup('rollback', '-i', labInventory, '--yes');
    assert.equal(back.status, 0, back.stdout + back.stderr);
    assert.match(back.stdout, /app1.*: will be rolled back to its state before/);
    const plan = await trueup('plan', '-i', labInventory, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout + plan.stderr);
    const page = ['--resolve', 'www.foobar.com:443:198.18.77.100', 'https://www.foobar.com/'];
    const answer = await run('curl', ['-fsS', '--cacert', '/var/lib/trueup-lab/ca/ca.pem', ...page]);
    assert.equal(answer.status, 0, answer.stderr);
    const history = await trueup('history', '-i', labInventory);
    assert.match(history.stdout, /rolled back by/);
  });
});
