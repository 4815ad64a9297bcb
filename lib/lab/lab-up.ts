// Brings the lab up from wherever it is: nothing, half a lab, a lab after a reboot, a running one.
import { chown, lstat, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { TrueupError } from '../model/trueup-error.js';
import { borrowSysctls } from './network/borrowed-sysctls.js';
import { ensureImage } from './image/build-image.js';
import { findMachine, startMachine } from './hosts/machine-power.js';
import { loginWorks } from './hosts/login-ready.js';
import type { ImageRecipe } from './settings/image-recipe.js';
import { checkLabHosts } from './network/allowed-addresses.js';
import { ensureLoginKey, writeKnownHosts } from './settings/lab-keys.js';
import { labPaths } from './settings/lab-paths.js';
import { prepareHostsFolder, mountHost } from './hosts/overlay-mounts.js';
import { checkNetwork } from './network/network-conflict.js';
import { raiseNetwork } from './network/bridge-and-nat.js';
import type { LabExtras } from './settings/generated-lab-files.js';
import { markLab } from './settings/lab-owner.js';
import { ensureCertificates, ensureSecrets } from './settings/generate-lab-secrets.js';
import type { LabHost, LabSettings, Owner, Say } from './settings/lab-settings.js';
import { ensurePackageCache, packageCacheUrl } from './packages/package-cache.js';
import { removeNspawnTraces } from './hosts/nspawn-leftovers.js';
import { checkSeeds } from './hosts/outdated-disk.js';
import { ensureSeeded } from './hosts/create-disk.js';
import { lastLines, tryProgram } from './programs/run-program.js';
import { whenMissing } from './programs/missing-or-unreadable.js';
import { waitUntil } from './programs/wait-until.js';

/** The desired state of a lab. */
export interface LabWish {
  readonly hosts: readonly LabHost[];
  /** For the hosts that have no recipe of their own. */
  readonly recipe: ImageRecipe;
  readonly extras: LabExtras;
  /** Owns the keys and secrets. Defaults to root. */
  readonly owner?: Owner;
  /** Keeps the hosts' disks in memory: faster, and lost when this machine restarts. */
  readonly inMemory?: boolean;
  /** The folder of the project that the lab is for: commands of other projects leave the lab alone. */
  readonly project?: string;
}

/** Brings everything up, and returns once every host accepts its user's login. The caller holds the lab's lock. */
export async function labUp(lab: LabSettings, wish: LabWish, say: Say): Promise<void> {
  const { hosts, extras, owner, project, inMemory = false } = wish;
  checkLabHosts(lab, hosts);
  const paths = labPaths(lab);
  await checkNetwork(lab, hosts);
  await mkdir(lab.stateFolder, { recursive: true, mode: 0o755 });
  await checkSeeds(lab, hosts);
  if (project !== undefined) await markLab(lab, project);
  await borrowSysctls(lab, say);
  await raiseNetwork(lab, say);
  await ensurePackageCache(lab, say);
  const images = await ensureImages(lab, wish, say);
  await ensureLoginKey(lab);
  await prepareHostsFolder(lab, inMemory, say);
  await writeKnownHosts(lab, hosts);
  await ensureSecrets(paths.secrets, extras.secrets);
  const renewed = await ensureCertificates(lab, extras.certificates);
  if (renewed.length > 0) say(`issued certificates for ${renewed.join(', ')}`);
  if (owner) for (const path of [dirname(paths.key), paths.secrets, paths.ca]) await give(path, owner);
  const limit = pLimit(atOnce);
  await Promise.all(hosts.map((host) => limit(() => hostUp(lab, host, images.get(host) ?? '', say))));
}

/** If more hosts booted at the same time, they would only wait for each other. */
const atOnce = 9;

/** The image of each host; missing ones are built, one after the other. A reset uses the same image. */
async function ensureImages(
  lab: LabSettings,
  { hosts, recipe }: LabWish,
  say: Say,
): Promise<ReadonlyMap<LabHost, string>> {
  const images = new Map<LabHost, string>();
  for (const host of hosts) {
    const image = await ensureImage(lab, host.recipe ?? recipe, packageCacheUrl(lab), say);
    const { wantedImage } = labPaths(lab).host(host.name);
    await mkdir(dirname(wantedImage), { recursive: true });
    await writeFile(`${wantedImage}.new`, image);
    await rename(`${wantedImage}.new`, wantedImage);
    images.set(host, image);
  }
  return images;
}

/** Starts one host unless it is running, and returns once it accepts its user's login. */
export async function hostUp(lab: LabSettings, host: LabHost, image: string, say: Say): Promise<void> {
  const paths = labPaths(lab).host(host.name);
  const started = performance.now();
  const running = findMachine(lab, host.name) !== undefined;
  const its = running ? await readFile(paths.image, 'utf8') : await ensureSeeded(lab, host, image);
  if (its !== image)
    say(`${host.name}: still uses image ${basename(its)}; a reset switches to ${basename(image)}`);
  if (!running) {
    await mountHost(paths, its);
    await removeNspawnTraces(lab, host.name);
    await startMachine(lab, host.name);
  }
  if (!(await waitUntil(() => loginWorks(lab, host), 60, 150))) {
    const log = await tryProgram('tail', ['-n', '40', paths.log]);
    throw new TrueupError('E_LAB', `${host.name}: could not log in to ${host.address} within 60 s`, {
      host: host.name,
      output: lastLines(log.stdout, 15),
      hint: running ? `Get a bare host with \`trueup lab reset ${host.name}\`.` : `See ${paths.log}.`,
    });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(running ? `${host.name}: already running` : `${host.name}: up at ${host.address} after ${seconds} s`);
}

/** Lets the user who called sudo use the lab without sudo. */
async function give(path: string, owner: Owner): Promise<void> {
  const found = await lstat(path).catch(whenMissing(path, undefined));
  if (!found) return;
  await chown(path, owner.uid, owner.gid);
  for (const name of await readdir(path)) {
    const inside = join(path, name);
    if ((await lstat(inside)).isFile()) await chown(inside, owner.uid, owner.gid);
  }
}
