// Imports a module as a module of some folder would, with the hooks that roles need.
import * as node from 'node:module';
import { extname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';
import { packageRoot } from '../package-root.js';
import { initialize, load, resolve, roleFrom, type HookData } from './module-hooks.js';

/** Hooks in this thread, which newer releases of Node.js have. */
interface SyncHooks {
  readonly registerHooks?: (hooks: object) => void;
}

const here = fileURLToPath(import.meta.url);
/** Whether this is the source, rather than dist. */
const isSource = extname(here) === '.ts';

let registered = false;

/** The module's exports. Throws whatever the import does. */
export async function importFrom(
  folder: string,
  specifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  registerOnce();
  const url = `${roleFrom}${encodeURIComponent(folder)}?${encodeURIComponent(specifier)}`;
  return (await import(url)) as Readonly<Record<string, unknown>>;
}

function registerOnce(): void {
  if (registered) return;
  registered = true;
  const data: HookData = { own: ownModules() };
  const { registerHooks } = node as SyncHooks;
  if (registerHooks) {
    initialize(data);
    registerHooks({ resolve, load });
  } else node.register(fileOf('lib/roles/module-hooks'), { data });
}

/** The modules that trueup's package exports, each as this program has it loaded. */
function ownModules(): Readonly<Record<string, string>> {
  const { name, exports } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly default: string }>>;
  };
  const own = Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    return [[name + path.slice(1), fileOf(relative('dist', target.default).replace(/\.js$/, ''))] as const];
  });
  return Object.fromEntries(own);
}

/** The URL of a module of trueup: its source where this is a source, else as built. */
function fileOf(module: string): string {
  return pathToFileURL(join(packageRoot, isSource ? `${module}.ts` : `dist/${module}.js`)).href;
}
