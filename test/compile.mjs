// Compiles the tests and what they test to dist/tests: a loader of TypeScript takes as long again in each process, and
// half of its memory, which each start of a program copies.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = 'dist/tests';

function sourcesIn(top) {
  const names = readdirSync(top, { recursive: true }).filter((name) => /(?<!\.d)\.ts$/.test(name));
  return names.map((name) => join(top, name));
}

/** Module by module, as the sources are. */
const oneByOne = {
  name: 'one-by-one',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind, importer }) => {
      // The packages of @actions import JSON in a way that only bundlers understand.
      const inside =
        path.startsWith('@actions/') || (path.startsWith('.') && importer.includes('/node_modules/'));
      return kind === 'entry-point' || inside ? undefined : { path, external: true };
    });
  },
};

/** An import would have Node.js read its nine megabytes twice more, for its format and for the names that it exports. */
const typescriptRequired = {
  name: 'typescript-required',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: 'required' }));
    onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
      contents: `import { createRequire } from 'node:module'; export default createRequire('${import.meta.url}')('${path}');`,
    }));
  },
};

const options = {
  outdir: folder,
  outbase: '.',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};

/** Tests find their fixtures where their sources are. */
const ownPlace = ({ path }) => {
  const place = { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) };
  return {
    contents: `const importMeta = ${JSON.stringify(place)}; ${readFileSync(path, 'utf8')}`,
    loader: 'ts',
  };
};
const besideSources = {
  name: 'beside-sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\/test\/.*\.ts$/ }, ownPlace);
  },
};

const made = await Promise.all([
  build({ ...options, entryPoints: ['cli', 'lib', 'roles'].flatMap(sourcesIn), plugins: [oneByOne] }),
  build({
    ...options,
    entryPoints: sourcesIn('test'),
    plugins: [typescriptRequired, oneByOne, besideSources],
    define: { 'import.meta': 'importMeta' },
  }),
]);

// Written over rather than removed first: a thousand files that are made again take longer than they take to compile.
const outputs = new Set(made.flatMap(({ metafile }) => Object.keys(metafile.outputs)));
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !outputs.has(path)) rmSync(path);
}
