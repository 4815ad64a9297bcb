// The hosts that the lab has, whatever the inventory says now.
import { readdir } from 'node:fs/promises';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { labPaths } from '../settings/lab-paths.js';
import type { LabSettings } from '../settings/lab-settings.js';

/** Names of hosts with a folder in the lab. */
export async function hostsOnDisk(lab: LabSettings): Promise<readonly string[]> {
  const { hosts } = labPaths(lab);
  const entries = await readdir(hosts, { withFileTypes: true }).catch(whenMissing(hosts, []));
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
