// A part of somebody else's file: the rest stays byte for byte, with its owner and mode.
import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Unreadable } from '../../../lib/model/resource.js';
import {
  probeShared,
  readShared,
  replaceShared,
  type SharedFile,
} from '../../../lib/resources/files/shared-file.js';
import { blockOf, marksOf, splitBlock } from '../../../lib/resources/files/text-block.js';
import { TestBed } from '../../contract/test-bed.js';
import { localTransport } from '../../local-transport.js';

const marks = marksOf('#');

for (const shell of [['dash'], ['busybox', 'sh']] as const) {
  describe(`A file that is shared, over ${shell[0]}`, () => {
    let folder: string, path: string, bed: TestBed;

    before(async () => {
      bed = await TestBed.over(localTransport([...shell]));
    });
    after(() => bed.close());
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-shared-'));
      path = join(folder, "it's shared");
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    async function read(): Promise<SharedFile | Unreadable> {
      const [file] = readShared(await bed.answer(probeShared([path])), [path]);
      assert.ok(file);
      return file;
    }
    async function readable(): Promise<SharedFile> {
      const file = await read();
      assert.ok(!(file instanceof Unreadable));
      return file;
    }

    it('gets a block, and keeps every other byte, its owner and its mode', async function () {
      const theirs = "\ufeff# a\tü\r\n\n  b $(x) `y` 'z'\\\n# no line break at the end";
      writeFileSync(path, theirs);
      chmodSync(path, 0o640);
      const root = process.getuid?.() === 0;
      if (root) chownSync(path, 4711, 4712);
      const { uid, gid } = statSync(path);
      const file = await readable();
      assert.equal(file.content, theirs);
      const content = [file.content, ...blockOf(['ours'], marks)].join('\n');
      await bed.run(replaceShared(path, file, content));
      assert.equal(readFileSync(path, 'utf8'), `${theirs}\n# trueup: begin\nours\n# trueup: end`);
      const now = statSync(path);
      assert.deepEqual([now.mode & 0o7777, now.uid, now.gid], [0o640, uid, gid]);
      const { block, rest } = splitBlock((await readable()).content, marks);
      assert.deepEqual([block, rest.join('\n')], [['ours'], theirs]);
    });

    it('is made where it is missing', async () => {
      const file = await readable();
      assert.deepEqual(file, { content: '' });
      const mine = { owner: String(process.getuid?.()), group: String(process.getgid?.()) };
      await bed.run(replaceShared(path, file, 'x\n', mine));
      assert.equal(readFileSync(path, 'utf8'), 'x\n');
    });

    it('is left alone where somebody changed it since it was read', async () => {
      writeFileSync(path, 'one\n');
      const file = await readable();
      writeFileSync(path, 'two\n');
      const { status, stderr } = await bed.answer(replaceShared(path, file, 'ours\n'));
      assert.notEqual(status, 0);
      assert.match(stderr, /another program changed .* during the run; apply again/);
      assert.equal(readFileSync(path, 'utf8'), 'two\n');
    });

    it('is refused where nobody can tell what is ours: no text, no regular file', async () => {
      writeFileSync(path, Buffer.from([0xff, 0xfe]));
      assert.match(((await read()) as Unreadable).why, /is not UTF-8 text/);
      rmSync(path);
      mkdirSync(path);
      assert.match(((await read()) as Unreadable).why, /is a directory/);
    });
  });
}
