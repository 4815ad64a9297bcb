// A machine within the machine, with the boxes of inventory/vagrant: its own network, mounts, processes and folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { imageRecipe } from '../../lib/lab/settings/image-recipe.js';
import { labPaths } from '../../lib/lab/settings/lab-paths.js';
import { theLab } from '../../lib/lab/settings/lab-settings.js';
import { packageCacheServer } from '../../lib/lab/packages/package-cache-server.js';
import { openPackageStore } from '../../lib/lab/packages/package-store.js';
import { run, type Ended } from '../e2e/run-trueup.js';
import { chosenMirror } from '../mirror/chosen-mirror.js';
import { testFolder } from '../test-folder.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const trueup = here('../../dist/cli/main.js');
const proxy = 'http://10.0.3.1:3142';

/** Folders that could hide what a person has made in inventory/vagrant. */
const personal = /\/(\.vagrant|ca|secrets)$/;

export class VagrantWorld {
  /** The inventory, as it comes with trueup. */
  readonly inventory: string;

  private constructor(
    /** All that it writes. */
    readonly folder: string,
    private readonly holder: ChildProcess,
    private readonly packages: Server,
    private readonly init: string,
  ) {
    // Containers are called like the folder of their Vagrantfile.
    this.inventory = join(folder, basename(folder));
  }

  /** Nothing is up yet. */
  static async open(): Promise<VagrantWorld> {
    const folder = mkdtempSync(join(testFolder(), 'trueup-vagrant-'));
    const packages = packageCacheServer(await openPackageStore(labPaths(theLab).packages));
    packages.listen(join(folder, 'packages.sock'));
    await once(packages, 'listening');
    // Dies with this process, and takes with it all that it started.
    const holder = spawn(
      'setpriv',
      [
        ...['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', '--pid', '--fork', '--kill-child'],
        ...['--mount-proc', '--propagation', 'private'],
        ...['sh', here('world'), folder, process.execPath, here('relay.cjs')],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const [line] = (await Promise.race([
      once(createInterface({ input: holder.stdout }), 'line'),
      once(holder, 'exit').then(() => ['ended']),
    ])) as [string];
    if (line !== 'ready') throw new Error(`the world of the boxes came to nothing: ${line}; see ${folder}`);
    const pid = String(holder.pid);
    const init = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    const world = new VagrantWorld(folder, holder, packages, init);
    for (const name of ['vagrant-home', 'home']) mkdirSync(join(folder, name));
    cpSync(here('../../inventory/vagrant'), world.inventory, {
      recursive: true,
      filter: (path) => !personal.test(path),
    });
    return world;
  }

  /** A program inside, to its end. */
  run(command: string, ...args: readonly string[]): Promise<Ended> {
    const words = ['--target', this.init, '--net', '--mount', '--pid', `--wd=${this.inventory}`];
    const environment = [
      ...['env', '-i', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'LC_ALL=C.UTF-8'],
      `HOME=${join(this.folder, 'home')}`,
      `VAGRANT_HOME=${join(this.folder, 'vagrant-home')}`,
      'VAGRANT_DEFAULT_PROVIDER=lxc',
      'VAGRANT_CHECKPOINT_DISABLE=1',
      'VAGRANT_BOX_UPDATE_CHECK_DISABLE=1',
      'TRUEUP_BOX=trueup/debian13',
    ];
    return run('nsenter', [...words, ...environment, command, ...args]);
  }

  vagrant(...args: readonly string[]): Promise<Ended> {
    return this.run('vagrant', ...args);
  }

  trueup(command: string, ...args: readonly string[]): Promise<Ended> {
    return this.run(process.execPath, trueup, command, '-i', this.inventory, ...args);
  }

  /** Debian 13 from the tests' mirror, as a box that Vagrant knows. */
  async buildBox(): Promise<Ended> {
    const { mirror = '', keyring = '' } = chosenMirror();
    const built = await this.run(
      'sh',
      here('build-box'),
      this.folder,
      proxy,
      imageRecipe({}).packages.join(','),
      process.execPath,
      mirror,
      keyring,
    );
    if (built.status !== 0) return built;
    const box = join(this.folder, 'debian13.box');
    const added = await this.vagrant('box', 'add', '--name', 'trueup/debian13', box);
    rmSync(box);
    return added;
  }

  /** What is left of the boxes: containers, interfaces, groups of processes. */
  async leftovers(): Promise<readonly string[]> {
    const links = await this.run('ip', '-brief', 'link');
    return [
      ...readdirSync(join(this.folder, 'lxc')),
      ...links.stdout.split('\n').filter((line) => /^(veth|vagrant)/.test(line)),
      ...this.#cgroups(),
    ];
  }

  /** Ends all of it and removes its folder. */
  async close(): Promise<void> {
    if (this.holder.exitCode === null && this.holder.signalCode === null) {
      const gone = once(this.holder, 'exit');
      this.holder.stdin?.end();
      await gone;
    }
    this.packages.closeAllConnections();
    this.packages.close();
    for (const folder of [...this.#cgroups()].reverse()) rmdirSync(folder);
    for (const folder of pivots()) removeUnlessUsed(folder);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Of each box LXC has one in each hierarchy; folders within come after it. */
  #cgroups(): readonly string[] {
    const own = basename(this.folder);
    return cgroups((name) => name.startsWith('lxc.') && name.includes(own));
  }
}

/** Where LXC puts itself for a moment while it ends a container; it leaves them. */
function pivots(): readonly string[] {
  return cgroups((name) => name === 'lxc.pivot');
}

/** Folders of those names, and all within. */
function cgroups(isMeant: (name: string) => boolean): string[] {
  const found: string[] = [];
  const look = (folder: string, inside: boolean, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const path = join(folder, entry.name);
      const meant = inside || isMeant(entry.name);
      if (meant) found.push(path);
      if (meant || depth < 4) look(path, meant, depth + 1);
    }
  };
  look('/sys/fs/cgroup', false, 0);
  return found;
}

function removeUnlessUsed(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's container ends just now.
  }
}
