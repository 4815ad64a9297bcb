// trueup schema: JSON Schemas of the project's files, which editors use to complete, explain and check values.
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { editorSettings, schemaFolder } from '../../lib/editor/editor-settings.js';
import { writeSchemas } from '../../lib/editor/write-schemas.js';
import { openProject } from '../open-project.js';
import { warnOnStderr } from '../inventory-warnings.js';

interface Options {
  readonly out?: string;
  readonly settings?: true;
}

/** Writes one schema each for trueup.yml, inventories and variable files. */
export function schemaCommand(): Command {
  return new Command('schema')
    .description(
      "write JSON Schemas for trueup.yml, inventories and variables, including the variables of the project's own roles; editors use them to complete, explain and check values",
    )
    .option('--out <folder>', `write them to this folder (default: ${schemaFolder} in the project's folder)`)
    .option('--settings', 'only show the editor settings that use these schemas')
    .addHelpText(
      'after',
      `
Examples:
  trueup schema
  trueup schema --settings > .vscode/settings.json`,
    )
    .action(async ({ out, settings }: Options) => {
      const shown = `${JSON.stringify(editorSettings, undefined, 2)}\n`;
      if (settings) {
        process.stdout.write(shown);
        return;
      }
      const { folder, roles, errors } = await openProject();
      // Errors in a role don't prevent writing the schemas for the rest of the project.
      errors.forEach(warnOnStderr);
      for (const path of writeSchemas(roles.values(), out ?? join(folder, schemaFolder)))
        process.stdout.write(`wrote ${relative('.', path)}\n`);
      if (out === undefined && !existsSync(join(folder, '.vscode/settings.json')))
        process.stdout.write(
          '\nTo use them in VS Code: trueup schema --settings > .vscode/settings.json\nOther editors: see docs/editors.md\n',
        );
    });
}
