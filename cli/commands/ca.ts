// `trueup ca`: a small certificate authority in a folder, for test sites outside the lab.
import { isIP } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import { ensureCa, ensureLeaf } from '../../lib/pki/ca-folder.js';
import { TrueupError } from '../../lib/model/trueup-error.js';

/** The command `ca` with its subcommands. */
export function caCommand(): Command {
  const ca = new Command('ca')
    .description('run a small certificate authority for labs and Vagrant')
    .addHelpText(
      'after',
      `
Examples:
  trueup ca init --dir ca
  trueup ca issue --dir ca --name www.foobar.com --name foobar.com
      writes ca/www.foobar.com.pem (with the chain) and ca/www.foobar.com.key
`,
    );
  ca.command('init')
    .description('create ca.pem (give it to clients) and ca.key (keep it secret)')
    .requiredOption('--dir <folder>', 'folder for the new CA')
    .option('--subject <name>', 'subject name of the CA', 'trueup local CA')
    .action(async ({ dir, subject }: { dir: string; subject: string }) => {
      const made = await ensureCa(dir, subject);
      process.stdout.write(`${join(dir, 'ca.pem')}: ${made ? 'created' : 'already exists'}\n`);
    });
  ca.command('issue')
    .description('issue a certificate, or renew it if fewer than 30 days are left')
    .requiredOption('--dir <folder>', 'folder of the CA')
    .requiredOption(
      '--name <name...>',
      'DNS name or IP address; repeatable; the files are named after the first DNS name',
    )
    .action(async ({ dir, name }: { dir: string; name: readonly string[] }) => {
      const names = name.filter((one) => isIP(one) === 0);
      const [first] = names;
      if (first === undefined)
        throw new TrueupError('E_INPUT', '--name: at least one must be a DNS name, not an address');
      const made = await ensureLeaf(dir, first, { names, addresses: name.filter((one) => isIP(one) > 0) });
      process.stdout.write(`${join(dir, `${first}.pem`)}: ${made ? 'created' : 'is still valid'}\n`);
    });
  return ca;
}
