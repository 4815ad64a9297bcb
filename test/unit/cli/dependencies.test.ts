// What trueup depends on: few packages, in exact versions, none of which must run anything to be installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(packageRoot, name), 'utf8')) as unknown;
}

describe('The dependencies', () => {
  const own = read('package.json') as Record<'dependencies' | 'devDependencies', Record<string, string>>;
  const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };

  it('are pinned exactly, and the lock has just those', () => {
    for (const [name, version] of Object.entries({ ...own.dependencies, ...own.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
      assert.equal(packages[`node_modules/${name}`]?.version, version, name);
    }
  });

  it('are few', () => {
    assert.ok(Object.keys(own.dependencies).length <= 16, Object.keys(own.dependencies).join(' '));
    const installed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
    assert.ok(installed.length <= 120, `${installed.length} packages`);
  });

  it('need no install script', () => {
    const scripted = Object.entries(packages)
      .filter(([, { dev, optional, hasInstallScript }]) => hasInstallScript && !dev && !optional)
      .map(([path]) => path);
    // Its script tries to build an optional addon, and ends well where it can't. CI installs without any script.
    assert.deepEqual(scripted, ['node_modules/ssh2']);
  });
});
