// The hosts that the lab has, whatever the inventory says now.
import { readdir } from 'node:fs/promises';
import { labPaths } from '../settings/lab-paths.js';
import type { LabSettings } from '../settings/lab-settings.js';

/** Names of hosts with a folder in the lab. */
export async function hostsOnDisk(lab: LabSettings): Promise<readonly string[]> {
  const entries = await readdir(labPaths(lab).hosts, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
