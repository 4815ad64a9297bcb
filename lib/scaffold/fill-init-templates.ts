// The files of a new project, role or inventory: templates in the package's folder templates/init, filled in.
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rendererOf } from '../compile/templates/render.js';
import { packageRoot } from '../package-root.js';

/** Path below the new folder → text. */
export type Scaffold = ReadonlyMap<string, string>;

const root = join(packageRoot, 'templates/init');

/**
 * Fills in the templates of the named folders. In their paths `dot-` stands for a dot, because npm leaves some hidden files
 * out of packages, and NAME for `values.name`.
 */
export function scaffoldOf(
  folders: readonly string[],
  values: Readonly<Record<string, unknown>> & { readonly name: string },
): Scaffold {
  const render = rendererOf(root);
  const files = folders.flatMap((folder) =>
    templatesIn(join(root, folder)).map((template) => {
      const path = relative(join(root, folder), template)
        .replace(/\.njk$/, '')
        .replaceAll(/(^|\/)dot-/g, '$1.')
        .replaceAll('NAME', values.name);
      const text = String(render(relative(root, template), values));
      return [path, text.replace(/\n+$/, '\n')] as const;
    }),
  );
  return new Map(files);
}

function templatesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
