// Hostile input arrives literally or is refused with a clear error, in bounded time and memory.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { complaintsAbout } from './hostile-input.js';
import { hostileTemplates } from './hostile-templates.js';

describe('promise 8: hostile input is literal or refused, in bounded time and memory', function () {
  this.timeout(60_000);
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'trueup-hostile-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  describe('a template', () => {
    let templates = '';
    before(() => {
      templates = join(folder, 'templates');
      for (const path of ['templates', 'templates-not']) mkdirSync(join(folder, path));
      writeFileSync(join(folder, 'secret'), 'SECRET');
      writeFileSync(join(folder, 'templates-not/secret'), 'SECRET');
      writeFileSync(join(templates, 'other.njk'), '{% include "self.njk" %}');
      writeFileSync(join(templates, 'huge.njk'), 'x'.repeat(300_000));
      writeFileSync(join(templates, 'latin1.njk'), Buffer.from('caf\xe9', 'latin1'));
      symlinkSync('/etc/passwd', join(templates, 'link.njk'));
      symlinkSync('/etc', join(templates, 'folder'));
      symlinkSync('loop.njk', join(templates, 'loop.njk'));
      symlinkSync('/dev/zero', join(templates, 'zero.njk'));
      execFileSync('mkfifo', [join(templates, 'pipe.njk')]);
    });

    for (const [name, [text, says]] of Object.entries(hostileTemplates)) {
      it(`with ${name}: ${String(says)}`, async () => {
        const path = join(templates, 'self.njk');
        writeFileSync(path, text);
        const said = await complaintsAbout('template', path);
        assert.equal(said.length, 1, said.join('\n'));
        assert.match(said[0] ?? '', /^E_TEMPLATE /);
        assert.match(said[0] ?? '', says);
      });
    }
  });
});
