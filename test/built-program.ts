// Builds a program of the tests: as sources each start of it takes more than a second of a processor, built a fifth of one.
import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import { buildSync } from 'esbuild';
import { packageRoot } from '../lib/package-root.js';

const built = new Map<string, string>();
let folder: string | undefined;

/** The built file, which goes when this process ends; each is built once, at its first use. */
export function builtProgram(source: string): string {
  const known = built.get(source);
  if (known !== undefined) return known;
  const outfile = join(ownFolder(), `${parse(source).name}.mjs`);
  buildSync({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // As in esbuild.config.js.
    external: ['mocha', 'cpu-features', '*.node'],
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);
const { filename: __filename, dirname: __dirname } = import.meta;`,
    },
    logLevel: 'warning',
  });
  built.set(source, outfile);
  return outfile;
}

/** Below the project, so that the program finds packages and templates as its source does. */
function ownFolder(): string {
  if (folder !== undefined) return folder;
  const cache = join(packageRoot, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, 'built-programs-'));
  process.on('exit', () => {
    rmSync(made, { recursive: true });
  });
  return (folder = made);
}
