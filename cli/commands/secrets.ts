// trueup secrets: age-encrypted values inside an inventory's YAML.
import { Command, InvalidArgumentError } from 'commander';
import { generatePassword, passwordLength } from '../../lib/secrets/generate-password.js';
import { operatorName } from '../../lib/operator.js';
import { identityOption, identitySettings } from '../identity-option.js';
import { folderOfOne, inventoryOption, oneInventory } from '../inventory-option.js';
import { vaultSettings, withVault, type VaultOptions } from '../vault-options.js';
import { keysInWords } from '../secrets/show-recipients.js';

interface Options {
  readonly identity?: string;
  readonly inventory?: readonly string[];
  readonly into?: string;
  readonly replace?: true;
}

const examples = `
The identity is taken from the first of these that is set: --identity FILE, TRUEUP_AGE_IDENTITY (the identity itself),
TRUEUP_AGE_IDENTITY_FILE, TRUEUP_AGE_IDENTITY_COMMAND (a command that prints the identity; run without a shell).
The default is ~/.config/trueup/identity.txt.

Examples:
  trueup secrets init -i inventory/production
  trueup secrets generate --into inventory/production/group_vars/db.yml mysql.users.0.password
  trueup secrets encrypt-string --into inventory/production/group_vars/web.yml nginx.certificate_key < www.key
  trueup secrets edit inventory/production/group_vars/db.yml
  trueup secrets rotate -i inventory/production
  trueup secrets import -i inventory/production --vault-password-file ~/.vault_pass`;

/** The command `secrets` with its subcommands. */
export function secretsCommand(): Command {
  const secrets = new Command('secrets')
    .description('manage encrypted values in the inventory, with readable diffs and several recipients')
    .addHelpText('after', examples);
  for (const command of [
    init(),
    edit(),
    view(),
    encryptString(),
    generate(),
    rotate(),
    importVaults(),
    keys(),
  ]) {
    secrets.addCommand(command.option(...identityOption));
  }
  return secrets;
}

function ofInventory(name: string): Command {
  return new Command(name).option(...inventoryOption);
}

function init(): Command {
  return ofInventory('init')
    .description('create an identity if there is none, and add its recipient to recipients.txt')
    .option('--name <name>', 'name to write above your recipient in recipients.txt', operatorName())
    .action(async ({ inventory, identity, name }: Options & { name: string }) => {
      const { initSecrets } = await import('../../lib/secrets/init-secrets.js');
      const done = await initSecrets(folderOfOne(inventory), identitySettings(identity), name);
      process.stdout.write(
        [
          `${done.identity}: ${done.made ? 'your new identity' : 'already exists'}; never commit it, and keep a copy in a safe place`,
          `${done.recipients}: ${done.entered ? 'your recipient was added' : 'already contains your recipient'}; commit it`,
          ...(done.entered
            ? ['Someone who can decrypt the existing values must now run `trueup secrets rotate`.']
            : []),
        ].join('\n') + '\n',
      );
    });
}

function edit(): Command {
  return new Command('edit')
    .description('decrypt a file and open it in $VISUAL or $EDITOR; only changed values are re-encrypted')
    .argument('<file>', 'a YAML file of the inventory; write new secrets as KEY: !age "TEXT"')
    .action(async (file: string, { identity }: Options) => {
      const { editFile } = await import('../secrets/edit-file.js');
      process.stdout.write(await editFile(file, identitySettings(identity)));
    });
}

function view(): Command {
  return new Command('view')
    .description('decrypt a file or a single value, and print it')
    .argument('<file>', 'a YAML file of the inventory')
    .argument('[key]', 'key of a single value, such as mysql.users.0.password')
    .action(async (file: string, key: string | undefined, { identity }: Options) => {
      const { viewFile } = await import('../secrets/edit-file.js');
      process.stdout.write(await viewFile(file, key, identitySettings(identity)));
    });
}

function encryptString(): Command {
  return ofInventory('encrypt-string')
    .description('encrypt a value from stdin or a hidden prompt; print it, or write it to a file')
    .argument('[key]', 'key of the value, such as mysql.users.0.password', 'password')
    .option('--into <file>', 'write the value to this file, at KEY')
    .option('--replace', 'overwrite an existing encrypted value')
    .action(async (key: string, { inventory, into, replace }: Options) => {
      const { printedValue, putValue, readValue } = await import('../secrets/encrypt-value.js');
      const text =
        into === undefined
          ? await printedValue(folderOfOne(inventory), key, await readValue())
          : await putValue(into, key, await readValue(), replace ? 'all' : 'clear');
      process.stdout.write(text);
    });
}

function generate(): Command {
  return new Command('generate')
    .description('generate a random password and store it encrypted in a file')
    .argument('<key>', 'key of the value, such as mysql.users.0.password')
    .requiredOption('--into <file>', 'write the value to this file, at KEY')
    .option('--length <n>', 'number of letters and digits', lengthOf, passwordLength)
    .option('--replace', 'overwrite an existing value')
    .action(async (key: string, options: Options & { into: string; length: number }) => {
      const { putValue } = await import('../secrets/encrypt-value.js');
      const over = options.replace ? 'all' : 'nothing';
      process.stdout.write(await putValue(options.into, key, generatePassword(options.length), over));
    });
}

function rotate(): Command {
  return ofInventory('rotate')
    .description(
      're-encrypt every value to the recipients in recipients.txt; if one file fails, none is changed',
    )
    .option(
      '--new-identity',
      'replace your identity with a new one; the old one is kept below it in the file',
    )
    .action(async ({ inventory, identity, newIdentity }: Options & { newIdentity?: true }) => {
      const { rotateIdentity, rotateInventory } = await import('../../lib/secrets/rotate-inventory.js');
      const work = newIdentity ? rotateIdentity : rotateInventory;
      const { yamlFiles } = await import('../../lib/inventory/read/sealed-value-files.js');
      const folder = folderOfOne(inventory);
      const done = await work(folder, yamlFiles(oneInventory(inventory)), identitySettings(identity));
      const lines = [...done].map(([file, count]) => `${file}: ${count} re-encrypted\n`);
      const remember =
        'Anyone who could decrypt the old values can still do so from the git history, so change the passwords as well.\n';
      process.stdout.write(
        lines.length === 0 ? 'This inventory has no encrypted values.\n' : lines.join('') + remember,
      );
    });
}

function importVaults(): Command {
  return withVault(ofInventory('import'))
    .description('convert ansible-vault values and files to age in place; if one file fails, none is changed')
    .action(async ({ inventory, ...vault }: Options & VaultOptions) => {
      const { importVault } = await import('../../lib/secrets/vault/import-vault.js');
      const { vaultFiles } = await import('../../lib/inventory/read/find-vault-files.js');
      const files = vaultFiles(oneInventory(inventory));
      const done = await importVault(folderOfOne(inventory), files, vaultSettings(vault));
      const lines = [...done].map(([file, count]) => `${file}: ${count} encrypted with age\n`);
      const remember =
        'In files that were encrypted as a whole, comments, keys, templates, host names and addresses are now in plain text. Review them before you commit.\n' +
        'Ansible can’t read age values: convert an inventory only when you no longer use it with Ansible.\n';
      process.stdout.write(
        lines.length === 0
          ? 'Nothing in this inventory is encrypted with ansible-vault.\n'
          : lines.join('') + remember,
      );
    });
}

function keys(): Command {
  return ofInventory('keys')
    .description('list the recipients (yours are marked) and the values not encrypted to all of them')
    .action(async ({ inventory, identity }: Options) => {
      const { listKeys } = await import('../../lib/secrets/list-recipients.js');
      const { yamlFiles } = await import('../../lib/inventory/read/sealed-value-files.js');
      const folder = folderOfOne(inventory);
      const found = await listKeys(folder, yamlFiles(oneInventory(inventory)), identitySettings(identity));
      process.stdout.write(keysInWords(found));
      if (found.values.some(({ wrong }) => wrong !== undefined)) process.exitCode = 1;
    });
}

function lengthOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 12 && value <= 1024) return value;
  throw new InvalidArgumentError('Expected a whole number from 12 to 1024.');
}
