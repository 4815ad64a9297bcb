import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pack, type Header } from 'tar-stream';
import { bundleSource, type Bundles } from '../../../lib/compile/bundles/bundle-source.js';
import { bundle } from '../../../lib/compile/bundles/bundle.js';
import { untar } from '../../../lib/compile/bundles/untar.js';

const oneMiB = 1024 * 1024;

async function tarball(
  entries: readonly (Partial<Header> & { name: string; text?: string })[],
): Promise<Buffer> {
  const stream = pack();
  for (const { text = '', ...header } of entries) stream.entry(header, text);
  stream.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function namesIn(...entries: Parameters<typeof tarball>[0]): Promise<string[]> {
  return (await untar('app.tar', await tarball(entries), oneMiB)).map(({ name }) => name);
}

describe('the source of a release', () => {
  let folder = '';
  let bundles: Bundles;
  const contentsOf = async (source: string): Promise<string> =>
    (await bundleSource(source, (path) => resolve(folder, path), bundles)).contents;
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', join(folder, 'app'), '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      encoding: 'utf8',
      stdio: 'pipe',
    }).trim();

  beforeEach(() => {
    bundles = new Map();
    folder = mkdtempSync(join(tmpdir(), 'source-'));
    mkdirSync(join(folder, 'app/bin'), { recursive: true });
    writeFileSync(join(folder, 'app/bin/start'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(folder, 'app/ünï côde'), 'x');
    symlinkSync('bin/start', join(folder, 'app/go'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('gives the same release as a folder, a tarball of it, and a repository', async () => {
    execFileSync('tar', ['-czf', join(folder, 'app.tar.gz'), '-C', folder, 'app']);
    execFileSync('tar', ['-cf', join(folder, 'flat.tar'), '-C', join(folder, 'app'), '.']);
    const wanted = (await bundle(join(folder, 'app'))).contents;
    git('init', '-q');
    git('add', '-A');
    git('commit', '-qm', 'one');
    assert.equal(await contentsOf('app.tar.gz'), wanted);
    assert.equal(await contentsOf('flat.tar'), wanted);
    assert.equal(await contentsOf(`git+file://${folder}/app`), wanted);
  });

  it('takes the tag, branch or commit that was asked for', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'one');
    git('tag', 'v1');
    const first = git('rev-parse', 'HEAD');
    const before = await contentsOf(`git+file://${folder}/app#v1`);
    writeFileSync(join(folder, 'app/new'), 'x');
    git('add', '-A');
    git('commit', '-qm', 'two');
    const after = await contentsOf(`git+file://${folder}/app#main`);
    assert.notEqual(after, before);
    assert.equal(await contentsOf(`git+file://${folder}/app#${first}`), before);
  });

  it('keeps to one commit for all hosts of a run, though the branch moves', async () => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-qm', 'one');
    const source = `git+file://${folder}/app#main`;
    const before = await contentsOf(source);
    writeFileSync(join(folder, 'app/new'), 'x');
    git('add', '-A');
    git('commit', '-qm', 'two');
    assert.equal(await contentsOf(source), before);
    bundles = new Map();
    assert.notEqual(await contentsOf(source), before);
  });

  it('says which repository or tarball could not be had', async () => {
    writeFileSync(join(folder, 'broken.tgz'), Buffer.from([0x1f, 0x8b, 1, 2, 3]));
    await assert.rejects(contentsOf(`git+file://${folder}/none`), {
      code: 'E_INPUT',
      message: /none could not be fetched/,
    });
    await assert.rejects(contentsOf('missing.tar.gz'), {
      code: 'E_INPUT',
      message: /missing\.tar\.gz can't be read/,
    });
    await assert.rejects(contentsOf('broken.tgz'), {
      code: 'E_INPUT',
      message: /broken\.tgz is not a tarball/,
    });
  });

  for (const source of [
    'git+http://host/app.git',
    'git+ext::sh -c id',
    'git+https://host/app.git#--upload-pack=id',
    'git+https://host/app.git#a:b',
  ]) {
    it(`refuses ${source}`, () =>
      assert.rejects(contentsOf(source), { code: 'E_INPUT', message: /not a valid release source/ }));
  }
});

describe('untar', () => {
  it('leaves out the one folder that everything lies in, and adds folders that are not listed', async () => {
    assert.deepEqual(await namesIn({ name: 'app-1.2/lib/a', text: 'a' }, { name: 'app-1.2/b' }), [
      'b',
      'lib',
      'lib/a',
    ]);
    assert.deepEqual(await namesIn({ name: './x/a' }, { name: './y' }), ['x', 'x/a', 'y']);
  });

  const outside: Record<string, Parameters<typeof tarball>[0]> = {
    'a name that climbs out': [{ name: 'a/../../b' }],
    'an absolute name': [{ name: '/etc/passwd' }],
    'a link that climbs out': [{ name: 'a/b', type: 'symlink', linkname: '../../c' }],
    'an absolute link': [{ name: 'a', type: 'symlink', linkname: '/etc' }],
    'a hard link': [{ name: 'a', type: 'link', linkname: 'b' }],
    'a device': [{ name: 'a', type: 'character-device' }],
    'a file below a link': [{ name: 'a', type: 'symlink', linkname: 'b' }, { name: 'a/c' }],
  };
  for (const [what, entries] of Object.entries(outside)) {
    it(`refuses ${what}`, () => assert.rejects(namesIn(...entries), { code: 'E_INPUT' }));
  }

  it('refuses more than the limit, though it is packed small', async () => {
    await assert.rejects(namesIn({ name: 'zeros', text: '\0'.repeat(2 * oneMiB) }), {
      code: 'E_INPUT',
      message: /more than 1 MiB/,
    });
  });
});
