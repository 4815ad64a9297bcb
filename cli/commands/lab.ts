// `trueup lab`: bare hosts on this machine, to try things out.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Command, Option } from 'commander';
import { readTexts } from '../../lib/inventory/read/all-variable-texts.js';
import { sshArguments } from '../../lib/lab/hosts/login-ready.js';
import { labDown } from '../../lib/lab/lab-down.js';
import { labStatus, resetHosts, startHosts, stopHosts } from '../../lib/lab/status-stop-start-reset.js';
import { withLabLock } from '../../lib/lab/lab-lock.js';
import { ensureNeeds, ensureRoot } from '../../lib/lab/lab-needs.js';
import { labUp } from '../../lib/lab/lab-up.js';
import { checkLabHosts } from '../../lib/lab/network/allowed-addresses.js';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { extrasOf } from '../../lib/lab/settings/generated-lab-files.js';
import { checkOwner, labWithNetwork } from '../../lib/lab/settings/lab-owner.js';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import { labUser, theLab, type LabHost, type Owner } from '../../lib/lab/settings/lab-settings.js';
import { TrueupError } from '../../lib/model/trueup-error.js';
import { lastTestOf } from '../../lib/testing/stage/boot-lab.js';
import { projectOf } from '../../lib/roles/project-folders.js';
import { inventoryOption } from '../inventory-option.js';
import { labOfInventory, usualInventories, type InventoryLab } from '../lab-of-inventory.js';
import { vaultSettings, withVault, type VaultOptions } from '../vault-options.js';
import { statusTable } from '../view/lab-status.js';
import { stillWorking } from '../view/heartbeat-without-events.js';

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
  readonly inMemory?: true;
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
  const meant = (names?: readonly string[]): Promise<Meant> => meantBy(lab.opts<LabOptions>(), names);

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
    .option('--keyring <file>', "the mirror's signing keys, which the hosts trust as well")
    .option('--allow-expired', 'accept an expired package index; its signature is still verified')
    .option(
      '--in-memory',
      "keep the hosts' disks in memory: faster, but they are lost when this machine restarts",
    )
    .action((options: UpOptions) => bringUp(lab.opts<LabOptions>(), options));
  lab
    .command('status')
    .description(
      'show the state of each host (running, stopped or absent), since when, and whether SSH responds',
    )
    .addOption(new Option('--output <form>', 'output format').choices(['text', 'json']).default('text'))
    .action(async ({ output }: { output: 'text' | 'json' }) => {
      const its = await meant();
      const status = await labStatus(its.lab, its.hosts);
      process.stdout.write(output === 'json' ? `${JSON.stringify(status, null, 2)}\n` : statusTable(status));
    });
  lab
    .command('ssh <host> [command...]')
    .description("log in to a host with the lab's key; the host key is verified")
    .passThroughOptions()
    .action(async (name: string, command: readonly string[]) => {
      const its = await meant([name]);
      const [host] = its.hosts;
      if (!host) return;
      const ssh = spawn('ssh', [...sshArguments(its.lab, host), ...command], { stdio: 'inherit' });
      const [status] = (await once(ssh, 'close')) as [number | null];
      process.exitCode = status ?? 255;
    });
  lab
    .command('stop <hosts...>')
    .description('cut the power to hosts')
    .option('--soft', 'shut the hosts down cleanly instead')
    .action(async (names: readonly string[], { soft }: { soft?: true }) =>
      changing(await meant(names), (its) => stopHosts(its.lab, its.hosts, soft ? 'soft' : 'hard', say)),
    );
  lab
    .command('start <hosts...>')
    .description('start hosts again with their existing disks')
    .action(async (names: readonly string[]) =>
      changing(await meant(names), (its) => startHosts(its.lab, its.hosts, say)),
    );
  lab
    .command('reset [hosts...]')
    .description('reset hosts (default: all) to bare disks; their SSH host keys are kept')
    .action(async (names: readonly string[]) =>
      changing(await meant(names), (its) => resetHosts(its.lab, its.hosts, say)),
    );
  lab
    .command('down')
    .description(`remove the lab, except the downloads in ${theLab.cacheFolder}`)
    .option('--purge', 'remove the downloads, too')
    .option(
      '--network <cidr>',
      'remove the lab that uses this network, even if it belongs to another project',
    )
    .action(async ({ purge, network }: { purge?: true; network?: string }) => {
      const its = network === undefined ? await meant() : { lab: await labWithNetwork(network), hosts: [] };
      await changing(its, () => labDown(its.lab, purge ?? false, say));
    });
  // As with every other command, the option may also follow the subcommand's name.
  for (const command of lab.commands) command.addOption(whichHosts());
  lab.hook('preAction', (_, action) => {
    const { inventory } = action.opts<LabOptions>();
    const before = lab.opts<LabOptions>().inventory ?? [];
    if (inventory) lab.setOptionValue('inventory', [...before, ...inventory]);
  });
  return lab;
}

async function bringUp(
  { test, inventory = usualInventories(), ...vault }: LabOptions,
  options: UpOptions,
): Promise<void> {
  if (test) throw new TrueupError('E_INPUT', 'lab --test up: only `trueup test` starts these hosts');
  const recipe = imageRecipe(options);
  const settings = vaultSettings(vault);
  const { lab, hosts, project } = await labOfInventory(inventory, settings, (suite) =>
    options.suite === undefined ? imageRecipe({ ...options, suite }) : undefined,
  );
  checkLabHosts(lab, hosts);
  await checkOwner(lab, project);
  const texts = await readTexts(inventory, settings);
  const extras = extrasOf(lab, hosts, texts);
  await ensureNeeds(lab, recipe, options.install ?? false, say);
  const owner = caller();
  const wish = { hosts, recipe, extras, project, inMemory: options.inMemory ?? false };
  await withLabLock(lab, () => labUp(lab, { ...wish, ...(owner && { owner }) }, say));
  const { key, knownHosts } = labPaths(lab);
  if (!texts.includes(key))
    say(
      `log in with ansible_user: ${labUser}, ansible_ssh_private_key_file: ${key}, trueup_known_hosts_file: ${knownHosts}`,
    );
}

/** A lab, and those of its hosts that a command applies to. */
type Meant = Pick<InventoryLab, 'lab' | 'hosts'>;

/** Throws E_LAB if the lab belongs to another project. */
async function meantBy(
  { test, inventory = usualInventories(), ...vault }: LabOptions,
  names?: readonly string[],
): Promise<Meant> {
  if (test) {
    const { lab, hosts } = await lastTestOf(projectOf('.', '.'));
    return { lab, hosts: chosen(hosts, names) };
  }
  const { lab, hosts, project } = await labOfInventory(inventory, vaultSettings(vault));
  await checkOwner(lab, project);
  return { lab, hosts: chosen(hosts, names) };
}

function whichHosts(): Option {
  return new Option(
    '-i, --inventory <source>',
    "the inventory with the hosts to boot; repeatable (default: inventory/lab, else the project's only inventory, else the package's lab)",
  ).argParser(inventoryOption[2]);
}

async function changing(its: Meant, work: (its: Meant) => Promise<void>): Promise<void> {
  ensureRoot();
  await withLabLock(its.lab, () => work(its));
}

function chosen(hosts: readonly LabHost[], names?: readonly string[]): readonly LabHost[] {
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

const { say } = stillWorking(
  (text) => void process.stdout.write(`${text}\n`),
  (text) => void process.stderr.write(`${text}\n`),
);

const examples = `
Examples:
  sudo trueup lab up --install      the hosts of inventory/lab
  sudo trueup lab up --suite bookworm
                                    the same with Debian 12; for a single host, set its variable
                                    \`suite: bookworm\` in hosts.yml
  trueup lab ssh lb1 sudo ss -ltn   run a command on one of them
  sudo trueup lab stop lb1          cut its power; start boots it again
  sudo trueup lab reset             return to bare hosts without downloading again
  sudo trueup lab down              leaves no process, mount, bridge, nft table or file
                                    except the downloads; down --purge removes those, too
`;
