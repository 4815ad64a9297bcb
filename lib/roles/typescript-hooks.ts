// Node.js module hooks for roles: they resolve `trueup`, and `./x.js` that is written in TypeScript, and strip types.
import { existsSync, readFileSync } from 'node:fs';
import type { ImportAttributes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withoutTypes } from './strip-types.js';

/** Data for the hooks, which may run in a separate thread. */
export interface HookData {
  /** The exports of the running program's own modules, by the names under which roles import them. */
  readonly own: Readonly<Record<string, readonly string[]>>;
  /** URL of trueup's sources, if it runs from them; the hooks don't load these. */
  readonly sources?: string;
}

interface Context {
  readonly conditions: readonly string[];
  readonly importAttributes: ImportAttributes;
  readonly parentURL?: string | undefined;
  /** Format of the module; null if neither its extension nor its package.json determines it. */
  readonly format?: string | null | undefined;
}

type Resolved = { readonly url: string; readonly format?: string | null; readonly shortCircuit?: true };
type Loaded = { readonly format: 'module'; readonly source: string; readonly shortCircuit: true };
type NextResolve<Result> = (specifier: string, context: Context) => Result;
type NextLoad<Result> = (url: string, context: Context) => Result;

/** `role-from:FOLDER?SPECIFIER` resolves the specifier as if a module in the folder imported it. */
export const roleFrom = 'role-from:';

/** Property of the global object that holds the program's own modules; `ownModule` exports its values. */
export const ownKey = 'trueup: own modules';
const ownUrl = 'trueup-own:';

let own: HookData['own'] = {};
let sources: string | undefined;

/** Called once, before any hook. */
export function initialize(data: HookData): void {
  ({ own, sources } = data);
}

/**
 * Resolves `trueup` to the running program, whichever copies are installed, and a missing `.js` file to its TypeScript
 * source.
 */
export function resolve<Result>(
  specifier: string,
  context: Context,
  next: NextResolve<Result>,
): Result | Resolved {
  if (specifier.startsWith(roleFrom)) {
    const { pathname, search } = new URL(specifier);
    const parentURL = pathToFileURL(decodeURIComponent(pathname)).href + '/';
    return resolve(decodeURIComponent(search.slice(1)), { ...context, parentURL }, next);
  }
  if (Object.hasOwn(own, specifier)) return { url: `${ownUrl}${specifier}`, shortCircuit: true };
  return next(asWritten(specifier, context.parentURL) ?? specifier, context);
}

/** Strips the types from TypeScript files, in place, so that lines and columns don't change. */
export function load<Result>(url: string, context: Context, next: NextLoad<Result>): Result | Loaded {
  if (url.startsWith(ownUrl)) return asModule(ownModule(url.slice(ownUrl.length)));
  if (!url.startsWith('file:') || (sources !== undefined && url.startsWith(sources)))
    return next(url, context);
  const file = fileURLToPath(url);
  if (!/\.m?ts$/.test(file)) {
    const untold = (context.format ?? undefined) === undefined && file.endsWith('.js');
    // Node.js would detect this as well, but warn about the cost on every run.
    const isModule = untold && /^\s*(?:import|export)\b/m.test(readFileSync(file, 'utf8'));
    return next(url, isModule ? { ...context, format: 'module' } : context);
  }
  return asModule(withoutTypes(readFileSync(file, 'utf8'), file));
}

function asModule(source: string): Loaded {
  return { format: 'module', source, shortCircuit: true };
}

/** Another copy of these modules would have its own classes and registries, and its objects would not be recognised. */
function ownModule(specifier: string): string {
  const names = (own[specifier] ?? []).map((name) => `export const ${name} = own.${name};`);
  const key = [ownKey, specifier].map((part) => `[${JSON.stringify(part)}]`);
  return [`const own = globalThis${key.join('')};`, ...names].join('\n');
}

/** The TypeScript source of `./x.js`; undefined if `./x.js` exists, or if there is no such source. */
function asWritten(specifier: string, parent: string | undefined): string | undefined {
  if (!/^(?:\.\.?\/|file:).*\.m?js$/.test(specifier) || parent?.startsWith('file:') !== true)
    return undefined;
  const written = new URL(specifier, parent);
  const source = new URL(written.href.replace(/js$/, 'ts'));
  return existsSync(written) || !existsSync(source) ? undefined : source.href;
}
