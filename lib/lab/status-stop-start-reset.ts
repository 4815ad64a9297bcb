// What can be done to single hosts of a lab that is up.
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { TrueupError } from '../model/trueup-error.js';
import { cutPower, findMachine, shutDown } from './hosts/machine-power.js';
import { sshAnswers } from './hosts/login-ready.js';
import { labPaths } from './settings/lab-paths.js';
import { whenMissing } from './programs/missing-or-unreadable.js';
import { unmountBelow } from './hosts/overlay-mounts.js';
import type { LabHost, LabSettings, Say } from './settings/lab-settings.js';
import { removeNspawnTraces } from './hosts/nspawn-leftovers.js';
import { checkSeeds } from './hosts/outdated-disk.js';
import { hostUp } from './lab-up.js';
import { hostsOnDisk } from './hosts/hosts-on-disk.js';

/** The state of a host. */
export interface HostStatus extends LabHost {
  readonly state: 'running' | 'stopped' | 'absent';
  /** Seconds since its last boot. */
  readonly uptimeSeconds?: number;
  readonly sshReady: boolean;
  /** From the image of its disk, for example `debian bookworm`. */
  readonly system?: string;
}

/** The state of each host. Doesn't require root. */
export async function labStatus(lab: LabSettings, hosts: readonly LabHost[]): Promise<readonly HostStatus[]> {
  const onDisk = await hostsOnDisk(lab);
  const machineUptime = Number((await readFile('/proc/uptime', 'utf8')).split(' ')[0]);
  return Promise.all(
    hosts.map(async (host) => {
      const machine = findMachine(lab, host.name);
      const path = labPaths(lab).host(host.name).image;
      const image = await readFile(path, 'utf8').catch(whenMissing(path, undefined));
      const system = image && { system: basename(image).split('-').slice(0, 2).join(' ') };
      if (!machine)
        return {
          ...host,
          ...system,
          state: onDisk.includes(host.name) ? 'stopped' : 'absent',
          sshReady: false,
        } as const;
      // Linux counts a process's start in hundredths of a second on every architecture.
      const since = machine.init && machineUptime - machine.init.startTicks / 100;
      return {
        ...host,
        ...system,
        state: 'running',
        ...(since !== undefined && { uptimeSeconds: Math.max(0, Math.round(since)) }),
        sshReady: await sshAnswers(host),
      } as const;
    }),
  );
}

/** Stops hosts: `hard` pulls the plug, `soft` shuts down. */
export async function stopHosts(
  lab: LabSettings,
  hosts: readonly LabHost[],
  how: 'hard' | 'soft',
  say: Say,
): Promise<void> {
  await Promise.all(
    hosts.map(async ({ name }) => {
      const was = how === 'hard' ? await cutPower(lab, name) : await shutDown(lab, name);
      say(was ? `${name}: off` : `${name}: already stopped`);
    }),
  );
}

/** Starts hosts, each with its existing disk. */
export async function startHosts(lab: LabSettings, hosts: readonly LabHost[], say: Say): Promise<void> {
  await checkSeeds(lab, hosts);
  await Promise.all(hosts.map(async (host) => hostUp(lab, host, await wantedImage(lab, host), say)));
}

/** Gives hosts a bare disk with the same keys, and starts them. */
export async function resetHosts(lab: LabSettings, hosts: readonly LabHost[], say: Say): Promise<void> {
  await Promise.all(
    hosts.map(async (host) => {
      const image = await wantedImage(lab, host);
      const paths = labPaths(lab).host(host.name);
      await cutPower(lab, host.name);
      await removeNspawnTraces(lab, host.name);
      await unmountBelow(paths.root);
      await rm(paths.folder, { recursive: true, force: true });
      await hostUp(lab, host, image, say);
    }),
  );
}

async function wantedImage(lab: LabSettings, { name }: LabHost): Promise<string> {
  const { wantedImage: wanted, image: its } = labPaths(lab).host(name);
  // A lab that an earlier version brought up only knows the image that the disk belongs to.
  for (const path of [wanted, its]) {
    const image = await readFile(path, 'utf8').catch(whenMissing(path, undefined));
    if (image !== undefined) return image;
  }
  throw new TrueupError('E_LAB', `lab: ${name} is not up`, {
    hint: 'Bring the lab up with `trueup lab up`.',
  });
}
