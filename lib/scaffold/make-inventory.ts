// Makes one more inventory in a project.
import { TrueupError } from '../model/trueup-error.js';
import type { NamedAddress } from './answers.js';
import { wrongName } from './names.js';
import { projectFolder } from './project-folder.js';
import { putFiles, type Put } from './put-files.js';
import { scaffoldOf } from './scaffold.js';

interface InventoryAnswers {
  readonly user: string;
  readonly hosts: readonly NamedAddress[];
}

/** Asks nothing before the name is known to be good. Throws E_INPUT. */
export async function makeInventory(
  from: string,
  name: string,
  answers: () => Promise<InventoryAnswers>,
): Promise<Put & { readonly folder: string }> {
  const wrong = wrongName(name);
  if (wrong !== undefined) throw new TrueupError('E_INPUT', `${name}: ${wrong}`);
  const folder = projectFolder(from);
  return { folder, ...putFiles(folder, scaffoldOf(['inventory'], { name, ...(await answers()) })) };
}
