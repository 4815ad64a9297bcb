// Writes the schemas of a project's files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../model/thrown-message.js';
import type { Role } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';
import { projectSchemas } from './project-schemas.js';

/** Writes them to the folder, which is created if necessary; gives the files' paths. Throws E_INPUT. */
export function writeSchemas(roles: Iterable<Role>, folder: string): readonly string[] {
  const schemas = Object.entries(projectSchemas(roles));
  try {
    mkdirSync(folder, { recursive: true });
    return schemas.map(([name, schema]) => {
      const path = join(folder, name);
      writeFileSync(path, `${JSON.stringify(schema, undefined, 2)}\n`);
      return path;
    });
  } catch (error) {
    throw new TrueupError('E_INPUT', `${folder}: schemas can't be written: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
