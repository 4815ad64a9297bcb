// What is kept of some paths comes back as it was, whatever became of them, and nothing is written through a link.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Script } from '../../../lib/model/script.js';
import { stagedPath } from '../../../lib/shell/staged-path.js';
import { keep } from '../../../lib/undo/snapshot/keep-paths.js';
import { putBack } from '../../../lib/undo/snapshot/restore-paths.js';

for (const shell of ['dash', 'busybox'] as const)
  describe(`A snapshot of paths, under ${shell}`, () => {
    let tools = '';
    let base = '';
    let kept = '';

    before(() => {
      tools = mkdtempSync(join(tmpdir(), 'trueup-tools-'));
      if (shell === 'busybox') execFileSync('busybox', ['--install', '-s', tools]);
      // Its mv, as that of uutils, takes no link to a folder for a name.
      symlinkSync('/usr/bin/perl', join(tools, 'perl'));
    });
    after(() => {
      rmSync(tools, { recursive: true });
    });
    beforeEach(() => {
      base = mkdtempSync(join(tmpdir(), 'trueup-snapshot-'));
      kept = join(base, 'kept');
    });
    afterEach(() => {
      rmSync(base, { recursive: true });
    });

    function run(
      { text }: Script,
      around = (script: string): string => script,
    ): { status: number; stderr: string } {
      const { status, stderr } = spawnSync(shell === 'busybox' ? join(tools, 'sh') : 'dash', ['-s'], {
        input: `umask 077\nset -eu\n${around(text)}\n`,
        encoding: 'utf8',
        env: { PATH: shell === 'busybox' ? tools : '/usr/bin:/bin', LC_ALL: 'C' },
      });
      return { status: status ?? 255, stderr };
    }
    function does(script: Script): void {
      assert.deepEqual(run(script), { status: 0, stderr: '' });
    }
    const at = (name: string): string => join(base, name);

    /** All below a folder: kind, mode, and what is in it. */
    function tree(folder: string): readonly string[] {
      return readdirSync(folder, { recursive: true, withFileTypes: true })
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          const name = path.slice(folder.length + 1);
          if (entry.isSymbolicLink()) return `${name} -> ${readlinkSync(path)}`;
          const mode = (lstatSync(path).mode & 0o7777).toString(8);
          return entry.isDirectory() ? `${name}/ ${mode}` : `${name} ${mode} ${readFileSync(path, 'utf8')}`;
        })
        .sort();
    }

    /** A place with a file, a link, a link to a folder, a folder, and names that a shell could stumble over. */
    function place(): readonly string[] {
      mkdirSync(at('etc/whole/deep'), { recursive: true });
      writeFileSync(at('etc/plain'), 'one\n');
      chmodSync(at('etc/plain'), 0o640);
      writeFileSync(at("etc/it's $(odd) *"), 'odd');
      writeFileSync(at('etc/whole/deep/file'), 'deep');
      symlinkSync('plain', at('etc/link'));
      symlinkSync('whole', at('etc/to-folder'));
      symlinkSync('nowhere', at('etc/broken'));
      return ['plain', "it's $(odd) *", 'link', 'to-folder', 'broken', 'whole', 'missing'].map((name) =>
        at(`etc/${name}`),
      );
    }

    const ruin: Readonly<Record<string, (path: string) => void>> = {
      'a file': (path) => {
        writeFileSync(path, 'other');
      },
      'a link to a folder': (path) => {
        symlinkSync(base, path);
      },
      'a broken link': (path) => {
        symlinkSync('gone', path);
      },
      nothing: () => undefined,
    };
    for (const [what, make] of Object.entries(ruin))
      it(`comes back where ${what} is in the place of everything`, () => {
        const paths = place();
        const was = tree(at('etc'));
        does(keep(kept, paths, { folders: true }));
        for (const path of paths) {
          rmSync(path, { recursive: true, force: true });
          make(path);
        }
        assert.notDeepEqual(tree(at('etc')), was);
        does(putBack(kept));
        assert.deepEqual(tree(at('etc')), was);
      });

    it('leaves alone what is as it was', () => {
      const paths = place();
      does(keep(kept, paths, { folders: true }));
      const inodes = (): readonly number[] => paths.slice(0, -1).map((path) => lstatSync(path).ino);
      const before = inodes();
      does(putBack(kept));
      assert.deepEqual(inodes(), before);
    });

    for (const [what, change] of Object.entries({
      'the mode of a file in it': () => {
        chmodSync(at('etc/whole/deep/file'), 0o604);
      },
      'where a link in it leads': () => {
        rmSync(at('etc/whole/inner'));
        symlinkSync('elsewhere', at('etc/whole/inner'));
      },
      'the content of a file in it': () => {
        writeFileSync(at('etc/whole/deep/file'), 'DEEP');
      },
    }))
      it(`sees that a folder differs by ${what}`, () => {
        place();
        symlinkSync('deep', at('etc/whole/inner'));
        const was = tree(at('etc'));
        does(keep(kept, [at('etc/whole')], { folders: true }));
        change();
        does(putBack(kept));
        assert.deepEqual(tree(at('etc')), was);
      });

    it('replaces a folder whole, also what was added to it', () => {
      place();
      const was = tree(at('etc'));
      does(keep(kept, [at('etc/whole')], { folders: true }));
      writeFileSync(at('etc/whole/added'), 'x');
      writeFileSync(at('etc/whole/deep/file'), 'y');
      does(putBack(kept));
      assert.deepEqual(tree(at('etc')), was);
    });

    it('leaves a folder alone that it was not asked to keep', () => {
      place();
      does(keep(kept, [at('etc/whole')]));
      writeFileSync(at('etc/whole/added'), 'x');
      does(putBack(kept));
      assert.equal(readFileSync(at('etc/whole/added'), 'utf8'), 'x');
    });

    it('puts a file in no folder’s place, and says so', () => {
      const paths = place();
      does(keep(kept, paths));
      rmSync(at('etc/plain'));
      mkdirSync(at('etc/plain'));
      writeFileSync(at('etc/plain/theirs'), 'x');
      const { status, stderr } = run(putBack(kept), (script) => `( ${script}\n) || exit 3`);
      assert.equal(status, 3, 'also where nobody heeds set -e');
      assert.match(stderr, /plain is a directory now/);
      assert.ok(existsSync(at('etc/plain/theirs')));
    });

    it('says which folder is missing, or makes it', () => {
      const paths = place();
      does(keep(kept, paths, { folders: true }));
      rmSync(at('etc'), { recursive: true });
      const { status, stderr } = run(putBack(kept));
      assert.equal(status, 1);
      assert.match(stderr, /the folder \S+\/etc is missing/);
      does(putBack(kept, { folders: true }));
      assert.equal(readFileSync(at('etc/plain'), 'utf8'), 'one\n');
      assert.equal(lstatSync(at('etc')).mode & 0o777, 0o755);
    });

    it('never writes through a link that stands where a file is staged', () => {
      const path = at('plain');
      writeFileSync(path, 'one');
      writeFileSync(at('victim'), 'precious');
      does(keep(kept, [path]));
      writeFileSync(path, 'two');
      // As one who owns the folder would: put a link there as soon as the place is free.
      const { status, stderr } = run(putBack(kept), (script) =>
        script.replace('set -C', `ln -s '${at('victim')}' '${stagedPath(path)}' && set -C`),
      );
      assert.equal(status, 1);
      assert.match(stderr, /exists/i);
      assert.equal(readFileSync(at('victim'), 'utf8'), 'precious');
      assert.equal(readFileSync(path, 'utf8'), 'two');
    });

    it('copies no folder and makes no link inside of one that a link leads to', () => {
      place();
      mkdirSync(at('theirs'));
      does(keep(kept, [at('etc/whole'), at('etc/link')], { folders: true }));
      for (const name of ['whole', 'link']) rmSync(at(`etc/${name}`), { recursive: true });
      for (const name of ['whole', 'link']) {
        const staged = stagedPath(at(`etc/${name}`));
        const { status } = run(putBack(kept), (script) =>
          script.replaceAll(/(cp -aT|ln -sT) -- /g, `ln -s '${at('theirs')}' '${staged}'; $&`),
        );
        assert.notEqual(status, 0);
        rmSync(staged, { force: true });
        rmSync(join(kept, '1.path'), { force: true });
      }
      assert.deepEqual(tree(at('theirs')), []);
    });

    it('takes the place of the one before only once it is whole', () => {
      const paths = place();
      does(keep(kept, paths, { folders: true }));
      const was = tree(kept);
      writeFileSync(at('etc/plain'), 'two');
      const { status } = run(keep(kept, paths, { folders: true }), (script) =>
        script.replace('cp -a', 'false; cp -a --no-such-option'),
      );
      assert.notEqual(status, 0);
      assert.equal(existsSync(kept) && tree(kept).join() !== was.join(), false);
    });
  });
