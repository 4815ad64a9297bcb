// Lines changed on the host itself: all other bytes stay, also those that came meanwhile.
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { block, line } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Script } from '../../../lib/model/script.js';
import { editLines, type LinesEdit } from '../../../lib/resources/files/edit-lines.js';
import { revertOf } from '../../../lib/undo/undo-defaults.js';
import { TestBed } from '../../contract/test-bed.js';
import { localTransport } from '../../local-transport.js';

for (const shell of [['dash'], ['busybox', 'sh']] as const) {
  describe(`Some lines of a file, over ${shell[0]}`, () => {
    let folder: string, path: string, bed: TestBed;

    before(async () => {
      bed = await TestBed.over(localTransport([...shell]));
    });
    after(() => bed.close());
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-lines-'));
      path = join(folder, "it's theirs");
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    async function edited(was: string | Buffer, edit: Omit<LinesEdit, 'path' | 'lost'>): Promise<string> {
      writeFileSync(path, was);
      await bed.run(editLines({ path, lost: 'fail', ...edit }));
      return readFileSync(path, 'latin1');
    }
    const one = (text: string): { first: string; last: string } => ({ first: text, last: text });

    it('are told by their letters, not by what they amount to', async () => {
      assert.equal(await edited('1.0\n01\n1\n', { old: one('1'), text: '2' }), '1.0\n01\n2\n');
      assert.equal(await edited('a\\n\n', { old: one('a\\n'), text: '\\t%s&' }), '\\t%s&\n');
    });

    it('leave a missing line break at the end missing, and bytes that are no text as they are', async () => {
      assert.equal(await edited('a\nb', { text: 'c' }), 'a\nb\nc');
      assert.equal(await edited('a\nb\nc', { old: one('c') }), 'a\nb');
      assert.equal(await edited(Buffer.from([0xff, 0x0d, 0x0a]), { text: 'c' }), '\u00ff\r\nc\n');
      assert.equal(await edited('\n\n', { text: 'c' }), '\n\nc\n');
    });

    it('may be all of a file, or none', async () => {
      assert.equal(await edited('', { text: 'c' }), 'c\n');
      assert.equal(await edited('c\n', { old: one('c') }), '');
    });

    it('are looked for between the lines that say where', async () => {
      const text = 'x\n[a]\nx\n[b]\nx\n';
      const between = { after: '[a]', before: '[b]' };
      assert.equal(await edited(text, { ...between, old: one('x'), text: 'y' }), 'x\n[a]\ny\n[b]\nx\n');
      assert.equal(await edited(text, { ...between, text: 'y' }), 'x\n[a]\ny\nx\n[b]\nx\n');
      assert.equal(await edited(text, { before: '[b]', text: 'y' }), 'x\n[a]\nx\ny\n[b]\nx\n');
      assert.equal(await edited('b\n1\ne\nb\n', { old: { first: 'b', last: 'e' }, text: '2' }), '2\nb\n');
    });

    it('are refused where they are no longer there, or left alone', async () => {
      writeFileSync(path, 'a\n');
      const edit = { path, old: one('b'), text: 'c' };
      const { status, stderr } = await bed.answer(editLines({ ...edit, lost: 'fail' }));
      assert.equal(status, 1);
      assert.match(stderr, /another program changed .* during the run; apply again/);
      await bed.run(editLines({ ...edit, lost: 'leave' }));
      await bed.run(editLines({ ...edit, path: join(folder, 'none'), lost: 'leave' }));
      assert.equal(readFileSync(path, 'utf8'), 'a\n');
    });

    it('are judged before they count, and keep the file’s mode', async () => {
      writeFileSync(path, 'a\n');
      chmodSync(path, 0o640);
      const edit = { path, text: 'b', lost: 'fail' } as const;
      assert.equal((await bed.answer(editLines({ ...edit, validate: ['grep', '-q', 'c'] }))).status, 1);
      assert.equal(readFileSync(path, 'utf8'), 'a\n');
      await bed.run(editLines({ ...edit, validate: ['grep', '-q', 'b'] }));
      assert.deepEqual([readFileSync(path, 'utf8'), statSync(path).mode & 0o777], ['a\nb\n', 0o640]);
    });

    /** Applies, has somebody else change the file, and goes back. */
    async function wentBack(resource: Resource, meanwhile: (text: string) => string): Promise<string> {
      const { type, want } = resource;
      const [have] = type.read(await bed.answer(type.probe([want])), [want]) as unknown[];
      const changes = type.diff(want, have);
      await bed.run(type.apply(want, have, changes));
      writeFileSync(path, meanwhile(readFileSync(path, 'utf8')));
      for (const part of revertOf(resource, have, changes)) await bed.run(part as Script);
      return readFileSync(path, 'utf8');
    }

    it('go back alone: what others changed meanwhile stays', async () => {
      writeFileSync(path, 'a\nport 1\nb\n');
      const port = line({ path, line: 'port 2', match: '^port ' });
      assert.equal(
        await wentBack(port, (text) => `new\n${text}`.replace('b\n', 'c\n')),
        'new\na\nport 1\nc\n',
      );
      const added = line({ path, line: 'ours', after: 'a' });
      assert.equal(await wentBack(added, (text) => `${text}end\n`), 'new\na\nport 1\nc\nend\n');
      const lines = block({ path, name: 'x', content: '1\n2', before: 'end' });
      assert.equal(await wentBack(lines, (text) => text.replace('new\n', '')), 'a\nport 1\nc\nend\n');
    });

    it('stay as somebody else changed them since', async () => {
      writeFileSync(path, 'port 1\n');
      const port = line({ path, line: 'port 2', match: '^port ' });
      assert.equal(await wentBack(port, () => 'port 3\n'), 'port 3\n');
    });
  });
}
