// Makes a role in a project: a small one that works, to be changed.
import { TrueupError } from '../model/trueup-error.js';
import { wrongName } from './valid-names.js';
import { projectFolder } from './project-folder.js';
import { putFiles, type Put } from './write-new-files.js';
import { scaffoldOf } from './fill-init-templates.js';

/** Throws E_INPUT for a name that is no name or taken, and if there is no project. */
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
