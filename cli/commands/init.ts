// trueup init: a project that works at once, or one more role or inventory in it.
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { operatorIsRoot, operatorName } from '../../lib/operator.js';
import { identityOption, identitySettings } from '../identity.js';
import type { GivenAnswers } from '../init/project-answers.js';

const examples = `
Examples:
  trueup init my-hosts                          asks, then creates the folder
  trueup init my-hosts --yes                    accepts all defaults
  trueup init shop --stack --domain www.example.com --app ../shop --yes
  trueup init role backup                       roles/backup in this project
  trueup init inventory staging                 inventory/staging in this project

Existing files are never overwritten: if one of them differs, nothing is written.`;

/** The command `init` with its subcommands. */
export function initCommand(): Command {
  return new Command('init')
    .description(
      'create a project: inventories, an example role, npm scripts, editor settings and a CI workflow',
    )
    .argument('[folder]', 'project folder; created if it does not exist', '.')
    .option('-y, --yes', 'use the default for every question that no option answers')
    .option('--name <name>', "name of the project (default: the folder's name)")
    .option('--user <name>', 'login user on the hosts of inventory/prod (default: ubuntu)')
    .option('--host <name=address>', 'name and address of a host of inventory/prod; repeatable', collect)
    .option('--lab-network <cidr>', `network of the hosts of inventory/lab (default: ${theLab.network})`)
    .option(
      '--stack',
      'include the five-host stack: two load balancers, nginx, an application and a database',
    )
    .option('--domain <name>', 'with --stack: host name of the site (default: www.example.com)')
    .option('--virtual-ip <address>', "with --stack: virtual IP, an unused address in the balancers' network")
    .option('--certificate <file>', 'with --stack: certificate of the site (default: from a local CA)')
    .option('--certificate-key <file>', 'with --stack: private key of the certificate')
    .option('--app <folder>', "with --stack: folder of your application (default: trueup's guest book)")
    .option('--app-command <command>', 'with --app: command that serves the application')
    .option(...identityOption)
    .addHelpText('after', examples)
    .action(makeIt)
    .addCommand(role())
    .addCommand(inventory());
}

async function makeIt(folder: string, options: GivenAnswers & { identity?: string }): Promise<void> {
  const { projectAnswers } = await import('../init/project-answers.js');
  const { makeProject } = await import('../../lib/scaffold/make-project.js');
  const answers = await projectAnswers(folder, options);
  const identity = identitySettings(options.identity);
  const { made, kept, completed, secrets } = await makeProject(folder, answers, {
    ...{ identity, operator: operatorName() },
  });
  await renew(resolve(folder));
  print('Created', folder, made);
  print('Added missing parts', folder, completed);
  print('Unchanged', folder, kept);
  if (secrets?.made)
    say(
      `\n${secrets.identity}: your new identity, which decrypts the secrets; never commit it, and keep a copy in a safe place`,
    );
  const enter = relative('.', folder) === '' ? '' : `cd ${folder} && `;
  say(`\nNext:\n  ${enter}npm install`);
  say(`  ${sudo()}npx trueup lab up --install    # boots bare hosts on this machine`);
  say('  npx trueup apply -i inventory/lab    # shows the plan, asks, applies');
}

function role(): Command {
  return new Command('role')
    .description('create a role: roles/NAME')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .action(async (name: string) => {
      const { makeRole } = await import('../../lib/scaffold/make-role.js');
      const { builtinRoles } = await import('../builtin-roles.js');
      const { folder, made, kept } = makeRole('.', name, [...(await builtinRoles()).keys()]);
      await renew(folder);
      print('Created', folder, made);
      print('Unchanged', folder, kept);
      say(
        `\nNext: add ${name} to a group in trueup.yml, then:\n  npx trueup plan -i inventory/lab\n  ${sudo()}npx trueup test ${name}`,
      );
    });
}

function inventory(): Command {
  return new Command('inventory')
    .description('create an inventory: inventory/NAME')
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('-y, --yes', 'use the default for every question that no option answers')
    .option('--user <name>', 'login user on the hosts (default: ubuntu)')
    .option('--host <name=address>', 'name and address of a host; repeatable', collect)
    .action(async (name: string, options: Pick<GivenAnswers, 'yes' | 'user' | 'host'>) => {
      const { inventoryAnswers } = await import('../init/project-answers.js');
      const { makeInventory } = await import('../../lib/scaffold/make-inventory.js');
      const { folder, made, kept } = await makeInventory('.', name, (hosts) =>
        inventoryAnswers(options, hosts),
      );
      print('Created', folder, made);
      print('Unchanged', folder, kept);
      say(`\nNext: npx trueup inventory -i ${join(relative('.', folder), 'inventory', name)}`);
    });
}

/** What boots hosts needs root. */
function sudo(): string {
  return operatorIsRoot() ? '' : 'sudo ';
}

/** The editor knows the variables of the project's roles at once. */
async function renew(project: string): Promise<void> {
  const { renewSchemas } = await import('../init/renew-schemas.js');
  await renewSchemas(project);
}

function print(what: string, folder: string, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const near = relative('.', folder);
  const start = near.startsWith('..') ? folder : near;
  const lines = paths.map((path) => `  ${join(start, path)}\n`);
  process.stdout.write(`${what}:\n${lines.join('')}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
