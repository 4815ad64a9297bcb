// A run on this machine, as root and without ssh. What it keeps in /var and /run goes to a copy that only it sees.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtProgram } from '../../built-program.js';
import { apart } from './apart.js';
import type { Told } from './cycle-here.js';

const program = fileURLToPath(new URL('cycle-here.ts', import.meta.url));

describe('a run on this machine', function () {
  this.timeout(300_000);
  let folder: string;
  let told: ReadonlyMap<string, Told>;

  before(function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'trueup-here-'));
    for (const name of ['inventory', 'overlay', 'root']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'inventory', 'trueup.yml'), 'roles: {all: [notes]}\n');
    const here = { ansible_connection: 'local', ansible_user: 'nobody-knows', ansible_ssh_pass: 'unused' };
    writeFileSync(join(folder, 'inventory', 'hosts.yml'), JSON.stringify({ all: { hosts: { here } } }));
    const run = [process.execPath, builtProgram(program), join(folder, 'inventory'), join(folder, 'root')];
    const args = ['--mount', 'sh', '-euc', apart, 'sh', join(folder, 'overlay'), ...run];
    const said = execFileSync('unshare', args, { encoding: 'utf8' });
    const parts = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Told);
    told = new Map(parts.map((part) => [part.part, part]));
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  const cases: readonly (readonly [part: string, ok: boolean, changed: readonly string[]])[] = [
    ['plan', true, []],
    ['verify before', false, []],
    ['apply', true, ['directory', 'file']],
    ['verify', true, []],
    ['apply again', true, []],
    ['apply after a change by hand', true, ['file']],
    ['rollback', true, ['file']],
  ];
  for (const [part, ok, changed] of cases) {
    it(`${part}: ${ok ? 'ends well' : 'finds what is missing'}, and changes ${changed.join(' and ') || 'nothing'}`, () => {
      const found = told.get(part);
      assert.ok(found, [...told.keys()].join(', '));
      assert.deepEqual(found.troubles, []);
      assert.equal(found.ok, ok);
      assert.deepEqual(
        found.changed.map((id) => id.split(' ')[0]),
        changed,
      );
      assert.ok(found.transports.length > 0 && found.transports.every((one) => one === 'local'));
    });
  }

  it('leaves what the rollback put back, and no trace outside', () => {
    assert.equal(readFileSync(join(folder, 'root', 'made', 'note'), 'utf8'), 'tampered\n');
    assert.ok(!existsSync(join(folder, 'overlay', 'upper')));
  });
});
