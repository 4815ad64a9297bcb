// How an image's recipe follows from what is asked for.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expiredSince } from '../../../lib/lab/image/build-image.js';
import { finishScript, imageRecipe } from '../../../lib/lab/settings/image-recipe.js';
import { tryProgram } from '../../../lib/lab/programs/run-program.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';

describe('an image recipe', () => {
  it('is Debian trixie with its updates and security fixes by default', () => {
    const recipe = imageRecipe({});
    assert.deepEqual([recipe.distro, recipe.suite], ['debian', 'trixie']);
    assert.match(recipe.sources, /^Suites: trixie trixie-updates$/m);
    assert.match(recipe.sources, /debian-security\nSuites: trixie-security$/m);
    assert.match(recipe.sources, /^Signed-By: \/usr\/share\/keyrings\/debian-archive-keyring.gpg$/m);
  });

  it('takes everything of Ubuntu from the one mirror that is named', () => {
    const recipe = imageRecipe({ distro: 'ubuntu', mirror: 'http://mirror.example/ubuntu/' });
    assert.equal(recipe.suite, 'noble');
    assert.deepEqual(
      [...recipe.sources.matchAll(/^URIs: (.*)$/gm)].map(([, uri]) => uri),
      ['http://mirror.example/ubuntu', 'http://mirror.example/ubuntu'],
    );
    assert.deepEqual(recipe.releases, [
      'http://mirror.example/ubuntu/dists/noble/InRelease',
      'http://mirror.example/ubuntu/dists/noble-updates/InRelease',
      'http://mirror.example/ubuntu/dists/noble-security/InRelease',
    ]);
  });

  for (const [keys, onHosts] of [
    ['-----BEGIN PGP PUBLIC KEY BLOCK-----\n', '/etc/apt/keyrings/lab-mirror.asc'],
    ['\u0098\u0033', '/etc/apt/keyrings/lab-mirror.gpg'],
  ] as const)
    it(`is built with the keyring that is named, and hosts trust a copy: ${onHosts}`, () => {
      const folder = mkdtempSync(join(tmpdir(), 'trueup-keys-'));
      try {
        const keyring = join(folder, 'keys');
        writeFileSync(keyring, keys, 'latin1');
        const recipe = imageRecipe({ distro: 'ubuntu', keyring });
        assert.deepEqual([recipe.keyring, recipe.hostsKeyring], [keyring, onHosts]);
        const signedBy = (text: string): readonly (string | undefined)[] =>
          [...text.matchAll(/^Signed-By: (.*)$/gm)].map(([, path]) => path);
        assert.deepEqual(signedBy(recipe.buildSources), [keyring, keyring]);
        assert.deepEqual(signedBy(recipe.sources), [onHosts, onHosts]);
        writeFileSync(keyring, `${keys}others`, 'latin1');
        assert.notEqual(imageRecipe({ distro: 'ubuntu', keyring }).id, recipe.id, 'other keys');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

  it('asks sid for no updates, since it has none', () => {
    assert.deepEqual(imageRecipe({ suite: 'sid' }).releases, [
      'http://deb.debian.org/debian/dists/sid/InRelease',
    ]);
  });

  it('takes an index past its date where that is allowed, on the hosts too', () => {
    const recipe = imageRecipe({ suite: 'forky', allowExpired: true });
    for (const text of [recipe.sources, recipe.buildSources])
      assert.equal([...text.matchAll(/^Check-Valid-Until: no$/gm)].length, 2);
    assert.ok(!imageRecipe({ suite: 'forky' }).sources.includes('Check-Valid-Until'));
  });

  it('knows when an index has expired', () => {
    const index = (until: string): string => `Origin: Debian\nDate: x\n${until}Acquire-By-Hash: yes\n`;
    const now = Date.UTC(2026, 10, 28);
    assert.equal(
      expiredSince(index('Valid-Until: Fri, 06 Nov 2026 08:08:01 UTC\n'), now),
      'Fri, 06 Nov 2026 08:08:01 UTC',
    );
    assert.equal(expiredSince(index('Valid-Until: Sun, 06 Dec 2026 08:08:01 UTC\n'), now), undefined);
    assert.equal(expiredSince(index(''), now), undefined);
  });

  it('has the same id for the same answer only', () => {
    assert.equal(imageRecipe({}).id, imageRecipe({ distro: 'debian', suite: 'trixie' }).id);
    assert.notEqual(imageRecipe({}).id, imageRecipe({ mirror: 'http://mirror.example/debian' }).id);
    assert.notEqual(imageRecipe({}).id, imageRecipe({ suite: 'bookworm' }).id);
  });

  it('holds no tool of ours', () => {
    for (const tool of ['python3', 'curl', 'wget', 'gnupg', 'nftables'])
      assert.ok(!imageRecipe({}).packages.includes(tool), tool);
  });

  for (const wrong of [
    { distro: 'fedora' },
    { suite: 'a b' },
    { suite: '../x' },
    { mirror: 'deb.debian.org' },
    { mirror: 'file:///etc' },
    { keyring: '/nowhere/keys.gpg' },
  ])
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.throws(
        () => imageRecipe(wrong),
        (error) => error instanceof TrueupError && error.code === 'E_INPUT',
      );
    });

  it('has a finishing script that shells can read', async () => {
    for (const shell of ['dash', 'busybox'])
      assert.deepEqual(
        await tryProgram(shell, [...(shell === 'busybox' ? ['sh'] : []), '-n'], finishScript),
        { status: 0, stdout: '', stderr: '' },
      );
  });
});
