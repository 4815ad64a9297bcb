// trueup docs: the reference of roles, resource types and errors.
import { Command } from 'commander';
import { ownResourcePages } from '../../lib/reference/own-resource-pages.js';
import { plainText } from '../../lib/reference/plain-text.js';
import { reference } from '../../lib/reference/find-reference.js';
import { openProject } from '../open-project.js';
import { warnOnStderr } from '../inventory-warnings.js';

interface Options {
  readonly markdown?: true;
}

/** Generated from types and schemas, including those of the project's own roles; connects to no host. */
export function docsCommand(): Command {
  return new Command('docs')
    .description(
      'show the reference for a role and its variables, a resource type or an error; without a name, list them all',
    )
    .argument('[name]', 'what to look up, such as nginx, nginx.server_name, file or E_LOCKED')
    .option('--markdown', 'show the reference as Markdown')
    .addHelpText(
      'after',
      '\nExamples:\n  trueup docs\n  trueup docs nginx\n  trueup docs nginx.server_name\n  trueup docs E_LOCKED',
    )
    .action(async (name: string | undefined, { markdown }: Options) => {
      const { folder, roles, errors, ownTypes } = await openProject();
      errors.forEach(warnOnStderr);
      const own = { folder, roles: [...roles.values()], types: ownTypes };
      const pages = () => ownResourcePages(own);
      const text = await reference(name, { roles, own: { types: ownTypes, pages } });
      process.stdout.write(markdown ? text : plainText(text));
    });
}
