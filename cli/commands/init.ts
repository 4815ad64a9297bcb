// trueup init: creates a working project, or adds a role or an inventory to one.
import { join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { operatorIsRoot, operatorName } from '../../lib/operator.js';
import { identityOption, identitySettings } from '../identity-option.js';
import { secretsFile } from '../../lib/scaffold/copied-group-vars.js';
import type { GivenAnswers } from '../init/project-questions.js';

const examples = `
Examples:
  trueup init my-hosts                          asks, then creates the folder
  trueup init my-hosts --yes                    accepts all defaults
  trueup init shop --stack --domain www.example.com --app ../shop --yes
  trueup init role backup                       roles/backup in this project
  trueup init inventory staging                 inventory/staging in this project, like inventory/prod

Existing files are never overwritten: if one of them has different content, nothing is written. An existing
package.json only gains the parts that it lacks.`;

/** The command `init` with its subcommands. */
export function initCommand(): Command {
  const command = new Command('init')
    // Needed because its subcommands have options with the same names.
    .enablePositionalOptions()
    .description(
      'create a project: inventories, an example role, npm scripts, editor settings and a CI workflow',
    )
    .argument('[folder]', 'project folder; created if it does not exist', '.')
    .option('-y, --yes', 'use the default for every question not answered by an option')
    .option('--name <name>', "name of the project (default: the folder's name)")
    .option('--user <name>', 'login user on the hosts in inventory/prod (default: ubuntu)')
    .option('--host <name=address>', 'name and address of a host in inventory/prod; repeatable', collect)
    .option('--lab-network <cidr>', `network for the hosts in inventory/lab (default: ${theLab.network})`)
    .option(
      '--stack',
      'include the five-host stack: two load balancers, nginx, an application and a database',
    );
  return withStackOptions(command, {
    ...{ when: 'with --stack', domain: 'www.example.com', app: "trueup's guest book" },
  })
    .option(...identityOption)
    .addHelpText('after', examples)
    .action(makeIt)
    .addCommand(role())
    .addCommand(inventory());
}

async function makeIt(folder: string, options: GivenAnswers & { identity?: string }): Promise<void> {
  const { projectAnswers } = await import('../init/project-questions.js');
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
  sayIdentity(secrets);
  const enter = relative('.', folder) === '' ? '' : `cd ${folder} && `;
  say(`\nNext:\n  ${enter}npm install`);
  say(`  ${sudo()}npx trueup lab up --install    # boots bare hosts on this machine`);
  say('  npx trueup apply -i inventory/lab    # shows the plan, asks, applies');
}

function role(): Command {
  return new Command('role')
    .description('create a role in roles/NAME')
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
  const command = new Command('inventory')
    .description(
      'create an inventory in inventory/NAME; in a stack, it gets separate secrets and certificates',
    )
    .argument('<name>', 'lower-case letters, digits and dashes')
    .option('-y, --yes', 'use the default for every question not answered by an option')
    .option('--user <name>', 'login user on the hosts (default: ubuntu)')
    .option('--host <name=address>', 'name and address of a host; repeatable', collect);
  return withStackOptions(command, {
    ...{ when: 'in a stack', domain: 'NAME.example.com', app: 'as in inventory/prod' },
  })
    .option(...identityOption)
    .action(makeInventoryOf);
}

async function makeInventoryOf(
  name: string,
  { identity, ...options }: GivenAnswers & { readonly identity?: string },
): Promise<void> {
  const { inventoryAnswers } = await import('../init/project-questions.js');
  const { makeInventory } = await import('../../lib/scaffold/make-inventory.js');
  const sealing = { identity: identitySettings(identity), operator: operatorName() };
  const made = await makeInventory('.', name, (wanted) => inventoryAnswers(options, name, wanted), sealing);
  const { folder, like, taken, left, missing, secrets } = made;
  const path = join(relative('.', folder), 'inventory', name);
  print('Created', folder, made.made);
  print('Unchanged', folder, made.kept);
  if (like !== undefined) print(`Copied from ${like}`, folder, taken);
  if (like !== undefined && left.length > 0)
    print(
      `Not copied, because they contain secrets; create them in ${path} as well`,
      folder,
      left.map((file) => join(like, file)),
    );
  if (like !== undefined && missing.length > 0)
    say(
      `\n${like} also contains these secrets: ${missing.join(', ')}. Set those that you need in the new inventory:\n  npx trueup secrets encrypt-string --into ${join(path, secretsFile)} ${missing[0]}`,
    );
  sayIdentity(secrets);
  say(`\nNext:\n  npx trueup inventory -i ${path}    # hosts, groups and roles, without connecting`);
  if (secrets)
    say(`  npx trueup secrets rotate -i ${path}    # once your team's recipients are in its recipients.txt`);
  say(`  npx trueup plan -i ${path}`);
}

function sayIdentity(secrets: { readonly made: boolean; readonly identity: string } | undefined): void {
  if (secrets?.made)
    say(
      `\n${secrets.identity}: your new identity, which decrypts the secrets; never commit it, and keep a copy in a safe place`,
    );
}

/** The questions about the stack. */
function withStackOptions(
  command: Command,
  { when, domain, app }: { readonly when: string; readonly domain: string; readonly app: string },
): Command {
  return command
    .option('--domain <name>', `${when}: host name of the site (default: ${domain})`)
    .option('--virtual-ip <address>', `${when}: virtual IP, an unused address in the balancers' network`)
    .option('--certificate <file>', `${when}: certificate of the site (default: from a local CA)`)
    .option('--certificate-key <file>', `${when}: private key of the certificate`)
    .option('--app <folder>', `${when}: folder of your application (default: ${app})`)
    .option('--app-command <command>', 'with --app: command that serves the application');
}

/** Commands that boot hosts need root. */
function sudo(): string {
  return operatorIsRoot() ? '' : 'sudo ';
}

/** Updates the schemas, so that the editor knows the variables of the project's roles immediately. */
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
