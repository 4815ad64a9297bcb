// trueup init: a project that works at once, or one more role or inventory in it.
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { operatorIsRoot, operatorName } from '../../lib/operator.js';
import { identityOption, identitySettings } from '../identity.js';
import type { GivenAnswers } from '../init/project-answers.js';

const examples = `
Examples:
  trueup init my-hosts                          asks, then makes the folder
  trueup init my-hosts --yes                    takes every default
  trueup init shop --stack --domain www.example.com --app ../shop --yes
  trueup init role backup                       roles/backup in this project
  trueup init inventory staging                 inventory/staging in this project

Existing files are never overwritten: if one of them differs, nothing is written.`;

/** The command `init` with its subcommands. */
export function initCommand(): Command {
  return new Command('init')
    .description('make a project: inventories, a role of its own, npm scripts, editor settings, a workflow')
    .argument('[folder]', 'the folder of the project; made if it does not exist', '.')
    .option('-y, --yes', 'take the default for each question that no option answers')
    .option('--name <name>', "the project's name (default: the folder's)")
    .option('--user <name>', 'who logs in to the hosts of inventory/prod (default: ubuntu)')
    .option('--host <name=address>', 'a host of inventory/prod; repeatable', collect)
    .option('--stack', 'the stack of five hosts: balancers, nginx, an application, a database')
    .option('--domain <name>', 'with --stack: the name of the site (default: www.example.com)')
    .option('--virtual-ip <address>', 'with --stack: an unused address in the network of the balancers')
    .option('--certificate <file>', 'with --stack: certificate of the site (default: from a local CA)')
    .option('--certificate-key <file>', 'with --stack: its private key')
    .option('--app <folder>', 'with --stack: your application (default: the guest book of trueup)')
    .option('--app-command <command>', 'with --app: the command that serves it')
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
  print('Created', folder, made);
  print('Added what was missing', folder, completed);
  print('Kept, because they are the same already', folder, kept);
  if (secrets?.made)
    say(
      `\n${secrets.identity}: your new identity, which decrypts the secrets; never commit it, keep a copy somewhere safe`,
    );
  const sudo = operatorIsRoot() ? '' : 'sudo ';
  const enter = relative('.', folder) === '' ? '' : `cd ${folder} && `;
  say(`\nNext:\n  ${enter}npm install`);
  say(`  ${sudo}npx trueup lab up --install    # boots bare hosts on this machine`);
  say('  npx trueup apply -i inventory/lab    # shows the plan, asks, applies');
}

function role(): Command {
  return new Command('role')
    .description('make a role of your own: roles/NAME')
    .argument('<name>', 'its name: small letters, digits and dashes')
    .action(async (name: string) => {
      const { makeRole } = await import('../../lib/scaffold/make-role.js');
      const { builtinRoles } = await import('../open-fleet.js');
      const { folder, made, kept } = makeRole('.', name, [...(await builtinRoles()).keys()]);
      print('Created', folder, made);
      print('Kept, because they are the same already', folder, kept);
      say(`\nNext: add ${name} to a group in trueup.yml, and look: npx trueup plan`);
    });
}

function inventory(): Command {
  return new Command('inventory')
    .description('make one more inventory: inventory/NAME')
    .argument('<name>', 'its name: small letters, digits and dashes')
    .option('-y, --yes', 'take the default for each question that no option answers')
    .option('--user <name>', 'who logs in to the hosts (default: ubuntu)')
    .option('--host <name=address>', 'a host; repeatable', collect)
    .action(async (name: string, options: Pick<GivenAnswers, 'yes' | 'user' | 'host'>) => {
      const { inventoryAnswers } = await import('../init/project-answers.js');
      const { makeInventory } = await import('../../lib/scaffold/make-inventory.js');
      const { folder, made, kept } = await makeInventory('.', name, () => inventoryAnswers(options));
      print('Created', folder, made);
      print('Kept, because they are the same already', folder, kept);
      say(`\nNext: npx trueup inventory -i ${join(relative('.', folder), 'inventory', name)}`);
    });
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
