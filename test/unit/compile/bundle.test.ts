import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../lib/compile/bundles/bundle.js';
import type { Blob } from '../../../lib/model/script.js';

async function bytesOf(blob: Blob): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of blob.open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** As GNU tar sees it: mode, owner, size or target, name. */
async function listing(folder: string): Promise<string[]> {
  const input = await bytesOf(await bundle(folder));
  const out = execFileSync('tar', ['--numeric-owner', '-tvzf', '-'], { input, encoding: 'utf8' });
  return out
    .trim()
    .split('\n')
    .map((line) => line.replace(/^(\S+) (\S+) +(\d+) \S+ \S+ /, '$1 $2 '));
}

describe('bundle', () => {
  let folder = '';
  const put = (name: string, text: string, mode = 0o644): void => {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), mode);
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('holds every file, sorted, owned by root, executable where its owner may execute it', async () => {
    put('run.sh', '#!/bin/sh\n', 0o700);
    put('a/b.txt', 'x', 0o666);
    put('.hidden', '');
    symlinkSync('b.txt', join(folder, 'a/link'));
    assert.deepEqual(await listing(folder), [
      '-rw-r--r-- 0/0 .hidden',
      'drwxr-xr-x 0/0 a',
      '-rw-r--r-- 0/0 a/b.txt',
      'lrwxrwxrwx 0/0 a/link -> b.txt',
      '-rwxr-xr-x 0/0 run.sh',
    ]);
  });

  it('is the same for the same contents, whenever the files were written', async () => {
    put('a', 'x');
    const first = await bundle(folder);
    utimesSync(join(folder, 'a'), 1, 1);
    const second = await bundle(folder);
    assert.equal(second.sha256, first.sha256);
    assert.equal(second.contents, first.contents);
  });

  it('says its true size', async () => {
    put('a', 'x'.repeat(300_000));
    const made = await bundle(folder);
    assert.equal((await bytesOf(made)).length, made.size);
  });

  for (const [what, change] of [
    [
      'a content',
      () => {
        put('a', 'y');
      },
    ],
    [
      'a mode',
      () => {
        put('a', 'x', 0o755);
      },
    ],
    [
      'a name',
      () => {
        put('b', 'x');
      },
    ],
  ] as const) {
    it(`is another one after ${what} changed, and its files carry another time`, async () => {
      put('a', 'x');
      const before = await bundle(folder);
      const times = execFileSync('tar', ['-tvzf', '-'], { input: await bytesOf(before), encoding: 'utf8' });
      change();
      const after = await bundle(folder);
      assert.notEqual(after.contents, before.contents);
      const later = execFileSync('tar', ['-tvzf', '-'], { input: await bytesOf(after), encoding: 'utf8' });
      assert.notEqual(
        /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(later)?.[0],
        /\d{4}-\d\d-\d\d \d\d:\d\d/.exec(times)?.[0],
      );
    });
  }

  it('leaves out what .trueupignore names, and that file', async () => {
    put('.trueupignore', '# made here\nnode_modules/\n*.log\n/top\ndocs/**/draft.md\n');
    for (const name of [
      'node_modules/a',
      'x/node_modules/b',
      'x/y.log',
      'top',
      'x/top',
      'docs/a/b/draft.md',
      'docs/a.md',
    ])
      put(name, '');
    const files = (await listing(folder))
      .filter((line) => line.startsWith('-'))
      .map((line) => line.slice(15));
    assert.deepEqual(files, ['docs/a.md', 'x/top']);
  });

  it('takes names of any length and letters', async () => {
    const name = `${'ü'.repeat(60)}/${'n'.repeat(120)} with blanks`;
    put(name, 'x');
    const input = await bytesOf(await bundle(folder));
    const out = execFileSync('tar', ['--quoting-style=literal', '-tzf', '-'], { input, encoding: 'utf8' });
    assert.ok(out.split('\n').includes(name));
  });

  it('refuses a link that leads out of the folder', async () => {
    symlinkSync('../etc', join(folder, 'out'));
    await assert.rejects(bundle(folder), {
      code: 'E_INPUT',
      message: /out is a link to \.\.\/etc, which is outside the bundle/,
    });
  });

  it('refuses an absolute link', async () => {
    symlinkSync('/etc/passwd', join(folder, 'out'));
    await assert.rejects(bundle(folder), { code: 'E_INPUT' });
  });

  it('refuses a pipe', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await assert.rejects(bundle(folder), /pipe is not a file, directory or link/);
  });

  it('names a folder that is not there', async () => {
    await assert.rejects(bundle(join(folder, 'gone')), { code: 'E_INPUT', message: /gone can't be read/ });
  });
});
