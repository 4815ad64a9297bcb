// What trueup depends on: in exact versions, and nothing that whoever installs it must download or run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';

interface Locked {
  readonly version: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(packageRoot, name), 'utf8')) as unknown;
}

describe('The dependencies', () => {
  const own = read('package.json') as Readonly<Record<string, Record<string, string> | undefined>>;
  const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };

  it('are pinned exactly, and the lock has just those', () => {
    const named = Object.entries({ ...own.dependencies, ...own.devDependencies });
    assert.ok(named.length > 0);
    for (const [name, wanted] of named) {
      // `npm:` lets two versions of one package live side by side.
      const version = wanted.replace(/^npm:[a-z-]+@/, '');
      assert.match(version, /^\d+\.\d+\.\d+$/, name);
      assert.equal(packages[`node_modules/${name}`]?.version, version, name);
    }
  });

  it('are all bundled, except what removes the types of roles: a big file that few need', () => {
    assert.deepEqual(Object.keys(own.dependencies ?? {}), ['@swc/wasm-typescript']);
    for (const kind of ['optionalDependencies', 'peerDependencies']) assert.equal(own[kind], undefined, kind);
    const { scripts = {} } = own;
    for (const hook of ['preinstall', 'install', 'postinstall']) assert.equal(scripts[hook], undefined, hook);
    const program = readFileSync(join(packageRoot, 'esbuild.config.js'), 'utf8');
    assert.match(program, /external: \['@swc\/wasm-typescript', 'cpu-features', '\*\.node'\]/);
  });

  it('that are installed need nothing else, and no script', () => {
    const installed = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
    assert.deepEqual(
      installed.map(([path]) => path),
      ['node_modules/@swc/wasm-typescript'],
    );
    for (const [path, { hasInstallScript }] of installed) assert.equal(hasInstallScript, undefined, path);
  });
});
