// `trueup lab`: bare hosts on this machine to try things on.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { readHosts, type HostAddress } from '../../lib/inventory/read/read-hosts.js';
import { sshArguments } from '../../lib/lab/hosts/host-ready.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { labStatus, resetHosts, startHosts, stopHosts } from '../../lib/lab/lab-hosts.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { ensureNeeds, ensureRoot } from '../../lib/lab/lab-needs.js';
import { labExtras } from '../../lib/lab/settings/lab-secrets.js';
import { theLab, type LabSettings, type Owner } from '../../lib/lab/settings/lab-settings.js';
import { labUp } from '../../lib/lab/lab-up.js';
import { hostsOfLastTest, proofLab } from '../../lib/proof/stage/proof-lab.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { packageRoot } from '../../lib/package-root.js';
import { inventoriesOf } from '../../lib/run/find-inventories.js';
import { inventoryOption } from '../inventory-option.js';
import { vaultSettings, withVault, type VaultOptions } from '../vault.js';
import { statusTable } from '../view/lab-status.js';
import { stillWorking } from '../view/still-working.js';

interface LabOptions extends VaultOptions {
  readonly inventory?: readonly string[];
  readonly test?: true;
}

interface UpOptions {
  readonly install?: true;
  readonly distro?: string;
  readonly suite?: string;
  readonly mirror?: string;
  readonly keyring?: string;
  readonly allowExpired?: true;
  readonly secret: readonly string[];
  readonly site: readonly string[];
}

/** The command `lab` with its subcommands. */
export function labCommand(): Command {
  const lab = withVault(new Command('lab'))
    .description('run bare hosts on this machine (systemd-nspawn), as listed in an inventory')
    .addOption(whichHosts())
    .option('--test', 'use the hosts that `trueup test --keep` left running')
    // `lab ssh`: options after the host's name belong to the remote command.
    .enablePositionalOptions()
    .addHelpText('after', examples);
  const hostsOf = async (names?: readonly string[]) =>
    chosen(await (isOfTest() ? hostsOfLastTest(proofLab) : inventoryHosts(lab.opts<LabOptions>())), names);
  const isOfTest = (): boolean => lab.opts<LabOptions>().test === true;
  const meant = (): LabSettings => (isOfTest() ? proofLab : theLab);

  lab
    .command('up')
    .description('boot every host that is not running yet')
    .option('--install', 'install missing packages on this machine (with apt-get)')
    .option('--distro <name>', 'debian or ubuntu (default: debian)')
    .option(
      '--suite <name>',
      "the release for all hosts (default: each host's variable `suite`, or else trixie or noble)",
    )
    .option('--mirror <url>', 'package mirror to use')
    .option('--keyring <file>', "the mirror's signing keys, if no package provides them")
    .option('--allow-expired', 'accept an expired package index; its signature is still verified')
    .option('--secret <name>', 'name of a random secret to create; repeatable', collect, labExtras.secrets)
    .option('--site <name>', 'a host name for the site certificate; repeatable', collect, labExtras.site)
    .action(async (options: UpOptions) => {
      if (isOfTest())
        throw new TrueupError('E_INPUT', 'lab --test up: only `trueup test` starts these hosts');
      const recipe = imageRecipe(options);
      const hosts = (await hostsOf()).map(({ suite, ...host }) =>
        suite === undefined || options.suite !== undefined
          ? host
          : { ...host, recipe: imageRecipe({ ...options, suite }) },
      );
      await ensureNeeds(theLab, recipe, options.install ?? false, say);
      const owner = caller();
      const extras = { secrets: options.secret, site: options.site };
      await withLabLock(theLab, () => labUp(theLab, { hosts, recipe, extras, ...(owner && { owner }) }, say));
    });
  lab
    .command('status')
    .description('show whether each host is running, stopped or absent, since when, and whether ssh answers')
    .addOption(new Option('--output <form>').choices(['text', 'json']).default('text'))
    .action(async ({ output }: { output: 'text' | 'json' }) => {
      const status = await labStatus(meant(), await hostsOf());
      process.stdout.write(output === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusTable(status));
    });
  lab
    .command('ssh <host> [command...]')
    .description("log in with the lab's key; its host keys are verified")
    .passThroughOptions()
    .action(async (name: string, command: readonly string[]) => {
      const [host] = await hostsOf([name]);
      if (!host) return;
      const ssh = spawn('ssh', [...sshArguments(meant(), host), ...command], { stdio: 'inherit' });
      const [status] = (await once(ssh, 'close')) as [number | null];
      process.exitCode = status ?? 255;
    });
  lab
    .command('stop <hosts...>')
    .description('cut the power to hosts')
    .option('--soft', 'shut the hosts down cleanly instead')
    .action((names: readonly string[], { soft }: { soft?: true }) =>
      changing(meant(), async () => {
        await stopHosts(meant(), await hostsOf(names), soft ? 'soft' : 'hard', say);
      }),
    );
  lab
    .command('start <hosts...>')
    .description('start hosts again with their existing disks')
    .action((names: readonly string[]) =>
      changing(meant(), async () => {
        await startHosts(meant(), await hostsOf(names), say);
      }),
    );
  lab
    .command('reset [hosts...]')
    .description('reset hosts (default: all) to bare disks; their SSH host keys are kept')
    .action((names: readonly string[]) =>
      changing(meant(), async () => {
        await resetHosts(meant(), await hostsOf(names), say);
      }),
    );
  lab
    .command('down')
    .description(`remove the lab, except the downloads in ${theLab.cacheFolder}`)
    .option('--purge', 'remove the downloads, too')
    .action(({ purge }: { purge?: true }) => changing(meant(), () => labDown(meant(), purge ?? false, say)));
  // As every other command has it: after its own name, too.
  for (const command of lab.commands.filter((one) => one.name() !== 'down')) command.addOption(whichHosts());
  lab.hook('preAction', (_, action) => {
    const { inventory } = action.opts<LabOptions>();
    const before = lab.opts<LabOptions>().inventory ?? [];
    if (inventory) lab.setOptionValue('inventory', [...before, ...inventory]);
  });
  return lab;
}

function whichHosts(): Option {
  return new Option(
    '-i, --inventory <source>',
    "the inventory with the hosts to boot; repeatable (default: inventory/lab, else the project's only inventory, else the package's lab)",
  ).argParser(inventoryOption[2]);
}

async function changing(lab: LabSettings, work: () => Promise<void>): Promise<void> {
  ensureRoot();
  await withLabLock(lab, work);
}

async function inventoryHosts({ inventory, ...vault }: LabOptions): Promise<readonly HostAddress[]> {
  return readHosts(inventory ?? usualInventories(), vaultSettings(vault));
}

/** The project's own lab, else the inventory that other commands take, else the package's lab. Throws E_INPUT for a choice. */
function usualInventories(): readonly string[] {
  const lab = 'inventory/lab';
  if (existsSync(lab)) return [lab];
  return existsSync('inventory') ? inventoriesOf(undefined) : [join(packageRoot, lab)];
}

function chosen(hosts: readonly HostAddress[], names?: readonly string[]): readonly HostAddress[] {
  if (!names || names.length === 0) return hosts;
  return names.map((name) => {
    const host = hosts.find((one) => one.name === name);
    if (host) return host;
    throw new TrueupError('E_NO_SUCH_HOST', `${name}: not a host of the lab`, {
      hint: `Hosts in the lab: ${hosts.map((one) => one.name).join(', ')}.`,
    });
  });
}

function caller(): Owner | undefined {
  const [uid, gid] = [Number(process.env.SUDO_UID), Number(process.env.SUDO_GID)];
  return uid > 0 && Number.isInteger(gid) ? { uid, gid } : undefined;
}

/** Gathers a repeatable option; the first one given replaces the default. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return before === labExtras.secrets || before === labExtras.site ? [value] : [...before, value];
}

const { say } = stillWorking(
  (text) => void process.stdout.write(`${text}\n`),
  (text) => void process.stderr.write(`${text}\n`),
);

const examples = `
Examples:
  sudo trueup lab up --install      five hosts, 198.18.77.11 to .15
  sudo trueup lab up --suite bookworm
                                    the same with Debian 12; \`suite: bookworm\` next to a host
                                    in hosts.yml sets it for that host only
  trueup lab ssh lb1 sudo ss -ltn   run a command on one of them
  sudo trueup lab stop lb1          cut its power; start boots it again
  sudo trueup lab reset             back to bare hosts, without another download
  sudo trueup lab down              leaves no process, mount, bridge, nft table or file,
                                    except the downloads: down --purge removes those, too
`;
