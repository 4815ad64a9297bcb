import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needsReload } from '../../../lib/resources/services/daemon-reload-needed.js';
import { sh } from '../../../lib/shell/sh.js';

describe('the file for which systemd needs a reload', () => {
  let folder = '';
  const at = (name: string): string => join(folder, name);

  /** Seconds after the start of the epoch. */
  function written(name: string, seconds: number): string {
    mkdirSync(at('app.service.d'), { recursive: true });
    writeFileSync(at(name), '');
    utimesSync(at(name), seconds, seconds);
    return at(name);
  }

  function isWhy(own: string, read: readonly string[]): boolean {
    const { status, stdout, stderr } = spawnSync('sh', [
      '-c',
      sh`set -eu; ${needsReload}; if needs_reload ${own} ${read}; then echo yes; else echo no; fi`.text,
    ]);
    assert.equal(status, 0, stderr.toString());
    return stdout.toString().trim() === 'yes';
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'needs-reload-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is the one that was written last', () => {
    const main = written('app.service', 10);
    const [a, b] = [written('app.service.d/a.conf', 20), written('app.service.d/b.conf', 30)];
    assert.deepEqual(
      [main, a, b].map((own) => isWhy(own, [main, a, b])),
      [false, false, true],
    );
  });

  it('is the unit file where that was written last', () => {
    const main = written('app.service', 40);
    const a = written('app.service.d/a.conf', 20);
    assert.deepEqual(
      [main, a].map((own) => isWhy(own, [main, a])),
      [true, false],
    );
  });

  it('is the one that was never read, though it is older', () => {
    const main = written('app.service', 10);
    const [a, b] = [written('app.service.d/a.conf', 5), written('app.service.d/b.conf', 30)];
    assert.deepEqual(
      [main, a, b].map((own) => isWhy(own, [main, b])),
      [false, true, false],
    );
  });

  it('is the one that is gone', () => {
    const main = written('app.service', 10);
    const [a, gone] = [written('app.service.d/a.conf', 20), at('app.service.d/b.conf')];
    assert.deepEqual(
      [main, a, gone].map((own) => isWhy(own, [main, a, gone])),
      [false, false, true],
    );
  });

  it('is the only one that there is', () => {
    const a = written('app.service.d/a.conf', 20);
    assert.ok(isWhy(a, [a]));
    assert.ok(isWhy(a, []));
  });
});
