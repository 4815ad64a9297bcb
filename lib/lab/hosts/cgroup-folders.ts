// A cgroup for each host, so that one host's systemd never takes another's processes for its own.
import { readFile, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LabSettings } from '../settings/lab-settings.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { readMountPoints } from './overlay-mounts.js';

/** Where systemd keeps its units: the unified hierarchy and, in a mixed set-up, the one named systemd. */
export function readCgroupRoots(mountinfo: string): readonly string[] {
  const lines = mountinfo
    .split('\n')
    .filter((line) => / - cgroup2 /.test(line) || / - cgroup .*name=systemd/.test(line));
  return readMountPoints(lines.join('\n'));
}

/** The cgroup folders of a host; without a host, those that contain them all. */
export async function cgroupsOf({ nftTable }: LabSettings, host = ''): Promise<readonly string[]> {
  const roots = readCgroupRoots(await readFile('/proc/self/mountinfo', 'utf8'));
  return roots.map((root) => join(root, nftTable, host));
}

/** Removes the lab's cgroups; the hosts must have ended. */
export async function removeCgroups(lab: LabSettings): Promise<void> {
  for (const folder of await cgroupsOf(lab)) await removeTree(folder);
}

async function removeTree(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(whenMissing(folder, []));
  for (const entry of entries) if (entry.isDirectory()) await removeTree(join(folder, entry.name));
  // A cgroup's files can't be removed, but its folder can, once it has no processes.
  await rmdir(folder).catch(() => undefined);
}
