// Creates a role in a project: a small, working one as a starting point.
import { TrueupError } from '../model/trueup-error.js';
import { wrongName } from './valid-names.js';
import { projectFolder } from './project-folder.js';
import { putFiles, type Put } from './write-new-files.js';
import { scaffoldOf } from './fill-init-templates.js';

/** Throws E_INPUT if the name is invalid or taken, or if there is no project. */
export function makeRole(
  from: string,
  name: string,
  taken: readonly string[],
): Put & { readonly folder: string } {
  const wrong = taken.includes(name) ? 'already the name of a built-in role' : wrongName(name);
  if (wrong !== undefined) throw new TrueupError('E_INPUT', `${name}: ${wrong}`);
  const folder = projectFolder(from);
  const variable = `${name.replaceAll(/-+(.?)/g, (_, letter: string) => letter.toUpperCase())}Role`;
  const key = name.includes('-') ? `'${name}'` : name;
  return { folder, ...putFiles(folder, scaffoldOf(['role'], { name, variable, key })) };
}
