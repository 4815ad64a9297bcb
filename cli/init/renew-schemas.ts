// Writes the schemas that editors use, after roles were added to a project.
import { join } from 'node:path';
import { schemaFolder } from '../../lib/editor/editor-settings.js';
import { writeSchemas } from '../../lib/editor/write-schemas.js';
import { projectRoles } from '../../lib/roles/project-roles.js';
import { builtinRoles } from '../builtin-roles.js';
import { warnOnStderr } from '../inventory-warnings.js';

/** Does what `trueup schema` does in the folder of the project. */
export async function renewSchemas(project: string): Promise<void> {
  const { roles, errors } = await projectRoles(await builtinRoles(), project);
  errors.forEach(warnOnStderr);
  writeSchemas(roles.values(), join(project, schemaFolder));
}
