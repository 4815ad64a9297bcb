// Replaces the types in TypeScript with blanks, as Node.js does. The result is cached for the next run.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

interface Stripper {
  readonly transformSync: (source: string, options: object) => { readonly code: string };
}

/** What `transformSync` throws, which is not an Error. */
interface Refusal {
  readonly message: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

const require = createRequire(import.meta.url);

/**
 * The source as JavaScript, with unchanged lines and columns. Throws a SyntaxError whose message begins with
 * `FILE:LINE:COLUMN: `.
 */
export function withoutTypes(source: string, file: string): string {
  const kept = keptFor(source, file);
  const known = kept !== undefined && read(kept);
  if (typeof known === 'string') return known;
  const code = stripped(source, file);
  if (kept !== undefined) keep(kept, code);
  return code;
}

function stripped(source: string, file: string): string {
  // 4 MB of WebAssembly, so it is only loaded if the source isn't in the cache.
  const { transformSync } = require('@swc/wasm-typescript') as Stripper;
  try {
    return transformSync(source, { mode: 'strip-only', filename: file, sourceMap: false }).code;
  } catch (refusal) {
    const { message, startLine = 1, startColumn = 0 } = refusal as Refusal;
    throw new SyntaxError(`${file}:${startLine}:${startColumn + 1}: ${message}`, { cause: refusal });
  }
}

/** Path of the cached output in the project's node_modules; undefined if there is no node_modules. */
function keptFor(source: string, file: string): string | undefined {
  const modules = modulesAbove(dirname(file));
  if (modules === undefined) return undefined;
  const { version } = require('@swc/wasm-typescript/package.json') as { readonly version: string };
  const digest = createHash('sha256').update(`${version}\n${source}`).digest('hex');
  return join(modules, '.cache/trueup', `${digest}.js`);
}

function modulesAbove(folder: string): string | undefined {
  const modules = join(folder, 'node_modules');
  if (existsSync(modules)) return modules;
  return dirname(folder) === folder ? undefined : modulesAbove(dirname(folder));
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // not in the cache yet
  }
}

/** Writes the file atomically, because another run may read it at the same time. */
function keep(path: string, code: string): void {
  const part = `${path}.${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(part, code);
    renameSync(part, path);
  } catch {
    // Not in the cache, so the types are stripped again next time.
  }
}
