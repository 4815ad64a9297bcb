// Node.js's module hooks for roles: which file `trueup` is, `./x.js` that is written in TypeScript, and its types' removal.
import { existsSync, readFileSync } from 'node:fs';
import type { ImportAttributes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withoutTypes } from './without-types.js';

/** What the hooks must know, which may run in a thread of their own. */
export interface HookData {
  /** The running program's own modules, by the names under which roles import them. */
  readonly own: Readonly<Record<string, string>>;
}

interface Context {
  readonly conditions: readonly string[];
  readonly importAttributes: ImportAttributes;
  readonly parentURL?: string | undefined;
}

type Resolved = { readonly url: string; readonly format?: string | null; readonly shortCircuit?: true };
type NextResolve<Result> = (specifier: string, context: Context) => Result;
type NextLoad<Result> = (url: string, context: Context) => Result;

/** `role-from:FOLDER?SPECIFIER`: what a module in the folder would get for the specifier. */
export const roleFrom = 'role-from:';

let own: HookData['own'] = {};

/** Called once, before the hooks are. */
export function initialize(data: HookData): void {
  own = data.own;
}

/** The one trueup that runs, whatever copies of it are installed; TypeScript for JavaScript that isn't there. */
export function resolve<Result>(
  specifier: string,
  context: Context,
  next: NextResolve<Result>,
): Result | Resolved {
  if (specifier.startsWith(roleFrom)) {
    const { pathname, search } = new URL(specifier);
    const parentURL = pathToFileURL(decodeURIComponent(pathname)).href + '/';
    return next(decodeURIComponent(search.slice(1)), { ...context, parentURL });
  }
  if (specifier === 'trueup' || specifier.startsWith('trueup/')) {
    const url = own[specifier];
    if (url !== undefined) return { url, shortCircuit: true };
  }
  return next(asWritten(specifier, context.parentURL) ?? specifier, context);
}

/** Strips the types of TypeScript files, in place, so that lines and columns stay. */
export function load<Result>(
  url: string,
  context: Context,
  next: NextLoad<Result>,
): Result | { readonly format: 'module'; readonly source: string; readonly shortCircuit: true } {
  if (!/^file:.*\.m?ts(?:\?|$)/.test(url) || Object.values(own).includes(url)) return next(url, context);
  const file = fileURLToPath(url);
  return { format: 'module', source: withoutTypes(readFileSync(file, 'utf8'), file), shortCircuit: true };
}

/** The TypeScript file that `./x.js` was written as; undefined where there is `./x.js`, or no such file. */
function asWritten(specifier: string, parent: string | undefined): string | undefined {
  if (!/^(?:\.\.?\/|file:).*\.m?js$/.test(specifier) || parent?.startsWith('file:') !== true)
    return undefined;
  const written = new URL(specifier, parent);
  const source = new URL(written.href.replace(/js$/, 'ts'));
  return existsSync(written) || !existsSync(source) ? undefined : source.href;
}
