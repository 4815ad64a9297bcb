// Which packages the mirror of the tests lists.
import assert from 'node:assert/strict';
import { closureOf, fieldOf, readIndex } from '../../mirror/package-index.js';
import { packagesNamed } from '../../mirror/packages-named.js';

const index = readIndex(
  [
    'Package: base\nPriority: required\nVersion: 1\n',
    'Package: web\nVersion: 1\nPre-Depends: libold\nDepends: libc (>= 2), tls | ssl:any, mail-agent\nRecommends: extra\n',
    'Package: web\nVersion: 2\nDepends: libnew [amd64]\n',
    ...['libc', 'tls', 'ssl', 'libold', 'libnew', 'extra', 'stranger'].map((name) => `Package: ${name}\n`),
    'Package: postfix\nProvides: other, mail-agent (= 1)\nDepends: libpost\n',
    'Package: libpost\nDescription: of several\n lines, Depends: stranger\n',
  ].join('\n'),
);

describe('the part of an index that tests need', () => {
  it('is what they name and all that it needs, by any alternative, in each version', () => {
    const found = closureOf(index, new Set(['web', 'nothing']));
    const needed = ['libc', 'libnew', 'libold', 'libpost', 'postfix', 'ssl', 'tls', 'web'];
    assert.deepEqual([...found].sort(), ['base', ...needed]);
  });

  it('has every version of a package, as it stands in the whole', () => {
    assert.deepEqual(
      index.get('web')?.map((paragraph) => fieldOf(paragraph, 'Version')),
      ['1', '2'],
    );
  });

  it('is named by the sources: roles’ packages, and those of tests', () => {
    const named = packagesNamed();
    for (const name of ['haproxy', 'keepalived', 'nginx', 'mariadb-server', 'unattended-upgrades'])
      assert.ok(named.has(name), name);
  });
});
