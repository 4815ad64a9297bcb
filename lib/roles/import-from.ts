// Imports a module as a module of some folder would, with the hooks that roles need.
import * as node from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot } from '../package-root.js';
import { ownModule } from './trueup-module.js';
import { initialize, load, ownKey, resolve, roleFrom, type HookData } from './typescript-hooks.js';

/** Hooks that run in this thread, as newer releases of Node.js support. */
interface SyncHooks {
  readonly registerHooks?: (hooks: object) => void;
}

/** Whether trueup runs from its sources rather than from dist. */
const isSource = import.meta.url.endsWith('.ts');

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

/** The modules of the running program that roles may import. */
const ownModules: Readonly<Record<string, object>> = { trueup: ownModule };

function registerOnce(): void {
  if (registered) return;
  registered = true;
  Object.assign(globalThis, { [ownKey]: ownModules });
  const own = Object.entries(ownModules).map(([name, exports]) => [name, Object.keys(exports)] as const);
  const data: HookData = {
    own: Object.fromEntries(own),
    ...(isSource && { sources: pathToFileURL(`${packageRoot}/`).href }),
  };
  const { registerHooks } = node as SyncHooks;
  if (registerHooks) {
    initialize(data);
    registerHooks({ resolve, load });
  } else node.register(hooksUrl(), { data });
}

/** URL of the module with the hooks, for when they run in a separate thread. */
function hooksUrl(): string {
  return pathToFileURL(
    join(packageRoot, isSource ? 'lib/roles/typescript-hooks.ts' : 'dist/lib/roles/typescript-hooks.js'),
  ).href;
}
