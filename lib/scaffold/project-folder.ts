// The project that a new role or inventory is for.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';

/** The folder, or its nearest ancestor, that contains trueup.yml or inventory/. Throws E_INPUT if there is none. */
export function projectFolder(from: string): string {
  for (let here = resolve(from); ; here = dirname(here)) {
    if (['trueup.yml', 'trueup.yaml', 'inventory'].some((name) => existsSync(join(here, name)))) return here;
    if (dirname(here) !== here) continue;
    throw new TrueupError('E_INPUT', `${resolve(from)} is not in a trueup project`, {
      hint: 'Change to the folder that contains trueup.yml, or create a project: trueup init FOLDER.',
    });
  }
}
