// Takes the lab down: no process, mount, bridge, table or file is left.
import { rm } from 'node:fs/promises';
import { TrueupError } from '../model/trueup-error.js';
import { returnSysctls } from './network/borrowed-sysctls.js';
import { removeCgroups } from './hosts/cgroup-folders.js';
import { cutPower } from './hosts/machine-power.js';
import { hostsOnDisk } from './hosts/hosts-on-disk.js';
import { mountsBelow, mountsOver, unmountBelow } from './hosts/overlay-mounts.js';
import { dropNetwork } from './network/bridge-and-nat.js';
import type { LabSettings, Say } from './settings/lab-settings.js';
import { removeNspawnTraces } from './hosts/nspawn-leftovers.js';
import { stopPackageCache } from './packages/package-cache.js';

/** Removes everything but the cache; with `purge` the cache, too. The caller holds the lab's lock. */
export async function labDown(lab: LabSettings, purge: boolean, say: Say): Promise<void> {
  if (purge) await refuseUsed(lab);
  for (const host of await hostsOnDisk(lab)) {
    if (await cutPower(lab, host)) say(`${host}: stopped`);
    await removeNspawnTraces(lab, host);
  }
  if (await stopPackageCache(lab)) say('stopped the package cache');
  await unmountBelow(lab.stateFolder);
  await removeCgroups(lab);
  for (const thing of await dropNetwork(lab)) say(`removed ${thing}`);
  for (const setting of await returnSysctls(lab)) say(setting);
  for (const folder of purge ? [lab.cacheFolder, lab.stateFolder] : [lab.stateFolder]) {
    await removeFolder(folder);
    say(`removed ${folder}`);
  }
}

/** Refuses while the disks of another lab's hosts use the images. */
async function refuseUsed({ stateFolder, cacheFolder }: LabSettings): Promise<void> {
  const users = (await mountsOver(cacheFolder)).filter((mount) => !mount.startsWith(`${stateFolder}/`));
  if (users.length > 0)
    throw new TrueupError('E_LAB', `lab: hosts of another lab use the downloads: ${users.join(', ')}`, {
      hint: 'Take that lab down first, or omit --purge.',
    });
}

/** Refuses if anything is mounted in it: what is mounted there isn't the lab's. */
async function removeFolder(folder: string): Promise<void> {
  const mounts = await mountsBelow(folder);
  if (mounts.length > 0)
    throw new TrueupError('E_LAB', `${folder}: file systems are mounted at ${mounts.join(', ')}`, {
      hint: 'Unmount them, then run `trueup lab down` again.',
    });
  await rm(folder, { recursive: true, force: true });
}
