// Builds dist: our own files and the packages' in few big ones, for a thousand small ones take longer to find than to run.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const { metafile } = await build({
  entryPoints: [
    'cli/main.ts',
    'lib/trueup.ts',
    'lib/lab/packages/package-cache-process.ts',
    'lib/roles/typescript-hooks.ts',
  ],
  outdir: 'dist',
  outbase: '.',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true, // a command loads what it needs
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // The first is 4 MB, for roles in TypeScript; ssh2 asks for addons that it can do without.
  external: ['@swc/wasm-typescript', 'cpu-features', '*.node'],
  // What modules of the older kind expect to find.
  banner: {
    js: [
      "import { createRequire as requireFrom } from 'node:module';",
      'const require = requireFrom(import.meta.url);',
      'const { filename: __filename, dirname: __dirname } = import.meta;',
    ].join('\n'),
  },
  // A stack names the sources; their texts would double it all.
  sourcemap: 'linked',
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

// What an earlier build left goes last: a program that runs may still want it until now.
const made = new Set(Object.keys(metafile.outputs));
for (const name of readdirSync('dist/chunks'))
  if (!made.has(`dist/chunks/${name}`)) rmSync(join('dist/chunks', name));

const bundled = Object.keys(metafile.inputs).flatMap(
  (path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
);
const licences = [...new Set(bundled)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return [
    `${name} ${version}: ${license}`,
    file ? readFileSync(join(folder, file), 'utf8').trim() : '(without a text)',
  ].join('\n\n');
});
writeFileSync('dist/LICENCES.txt', `${licences.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);

// Of the types only those that the entry leads to: the rest is inside the program.
const typesOf = (file, known = new Set()) => {
  if (known.has(file)) return known;
  known.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g))
    typesOf(join(dirname(file), `${path}.d.ts`), known);
  return known;
};
const entry = 'dist/lib/trueup.d.ts';
const wanted = existsSync(entry) ? typesOf(entry) : new Set();
for (const name of readdirSync('dist/lib', { recursive: true })) {
  const file = join('dist/lib', name);
  if (file.endsWith('.d.ts') && !wanted.has(file)) rmSync(file);
}
