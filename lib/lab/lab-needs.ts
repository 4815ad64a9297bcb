// What this machine lacks for the lab: all of it at once, with the remedy.
import { access, constants, mkdir, readFile, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import type { ImageRecipe } from './settings/image-recipe.js';
import { installPackages } from './packages/install-packages.js';
import type { LabSettings, Say } from './settings/lab-settings.js';
import { tryProgram } from './programs/run-program.js';

/** One thing that is missing. */
export interface Lack {
  readonly what: string;
  readonly remedy: string;
  /** The Debian package that provides it. */
  readonly package?: string;
  /** No remedy on this machine: another kind of lab is needed. */
  readonly final?: true;
}

const programs = {
  'systemd-nspawn': 'systemd-container',
  mmdebstrap: 'mmdebstrap',
  nft: 'nftables',
  ip: 'iproute2',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  flock: 'util-linux',
  setpriv: 'util-linux',
  unshare: 'util-linux',
} as const;

const leastBytes = 4 * 1024 ** 3;
const vagrant = 'Use virtual machines: inventory/vagrant has a Vagrantfile for the same hosts.';

/** Throws E_LAB with everything that is missing; with `install`, it first installs what packages provide. */
export async function ensureNeeds(
  lab: LabSettings,
  recipe: ImageRecipe,
  install: boolean,
  say: Say,
): Promise<void> {
  let lacks = await findLacks(lab, recipe);
  const packages = [...new Set(lacks.map((lack) => lack.package).filter((name) => name !== undefined))];
  if (install && packages.length > 0 && lacks.every((lack) => lack.package !== undefined)) {
    say(`installing ${packages.join(', ')}`);
    await installPackages(packages, say);
    lacks = await findLacks(lab, recipe);
  }
  if (lacks.length > 0) throw lackError(lacks);
}

/** Throws E_LAB unless the user is root on Linux, which is all that changing or removing a lab requires. */
export function ensureRoot(): void {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    throw new TrueupError('E_LAB', 'lab: changing the lab requires root on Linux', {
      hint: 'Run the command with sudo.',
    });
}

/** The error that names everything that is missing. */
export function lackError(lacks: readonly Lack[]): TrueupError {
  const final = lacks.filter((lack) => lack.final);
  const listed = final.length > 0 ? final : lacks;
  const lines = listed.map(({ what, remedy }) => `  ${what}: ${remedy}`);
  const installable = listed.every((lack) => lack.package !== undefined);
  return new TrueupError('E_LAB', `lab: this machine is missing\n${lines.join('\n')}`, {
    hint:
      final.length > 0
        ? vagrant
        : installable
          ? 'Run the same command with `--install` to install the missing packages.'
          : 'Provide what is missing, then try again.',
  });
}

/** Everything that is missing, in the order in which a person would deal with it. */
async function findLacks(lab: LabSettings, recipe: ImageRecipe): Promise<readonly Lack[]> {
  if (process.platform !== 'linux')
    return [{ what: 'Linux', remedy: `systemd-nspawn does not run on ${process.platform}`, final: true }];
  if (process.getuid?.() !== 0) return [{ what: 'root', remedy: 'run the command with sudo' }];
  const lacks: Lack[] = [];
  const status = await readFile('/proc/self/status', 'utf8');
  if (!mayAdministrate(status))
    lacks.push({
      what: 'CAP_SYS_ADMIN',
      remedy: 'this container is not allowed to mount file systems',
      final: true,
    });
  if (!(await knowsOverlay()))
    lacks.push({ what: 'overlayfs', remedy: 'the kernel does not support it', final: true });
  const byPackage = new Map<string, string[]>();
  for (const [program, name] of Object.entries(programs))
    if (!(await onPath(program))) byPackage.set(name, [...(byPackage.get(name) ?? []), program]);
  if (!(await readable(recipe.keyring))) byPackage.set(recipe.keyringPackage, [recipe.keyring]);
  for (const [name, missing] of byPackage)
    lacks.push({
      what: missing.join(', '),
      remedy: `apt-get install ${name}${name === recipe.keyringPackage ? ', or pass the file with --keyring' : ''}`,
      package: name,
    });
  for (const folder of new Set([dirname(lab.stateFolder), dirname(lab.cacheFolder)])) {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    if (bavail * bsize < leastBytes)
      lacks.push({
        what: `space in ${folder}`,
        remedy: `4 GiB is needed, but only ${((bavail * bsize) / 1024 ** 3).toFixed(1)} GiB is free`,
      });
  }
  return lacks;
}

/** Whether /proc/PID/status shows CAP_SYS_ADMIN (capability 21) in force. */
export function mayAdministrate(status: string): boolean {
  const effective = /^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> 21n) & 1n) === 1n;
}

async function knowsOverlay(): Promise<boolean> {
  const known = async () => (await readFile('/proc/filesystems', 'utf8')).includes('\toverlay\n');
  if (await known()) return true;
  await tryProgram('modprobe', ['overlay']);
  return known();
}

async function onPath(program: string): Promise<boolean> {
  for (const folder of ['/usr/sbin', '/usr/bin', '/sbin', '/bin', '/usr/local/sbin', '/usr/local/bin'])
    if (await readable(join(folder, program), constants.X_OK)) return true;
  return false;
}

async function readable(path: string, mode: number = constants.R_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
