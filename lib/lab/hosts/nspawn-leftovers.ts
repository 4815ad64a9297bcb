// What systemd-nspawn leaves in /run when its host had no time to say goodbye.
import { rm, rmdir, stat } from 'node:fs/promises';
import { machineName } from './host-start-command.js';
import { unmountBelow } from './overlay-mounts.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { labPaths } from '../settings/lab-paths.js';
import type { LabSettings } from '../settings/lab-settings.js';

const run = '/run/systemd/nspawn';

/** Removes a host's traces: the next start would refuse. It must be off, and its tree still mounted: the lock is named after the tree's inode. */
export async function removeNspawnTraces(lab: LabSettings, host: string): Promise<void> {
  const path = labPaths(lab).host(host).root;
  const root = await stat(path).catch(whenMissing(path, undefined));
  if (root) await rm(`${run}/locks/inode-${root.dev}:${root.ino}`, { force: true });
  for (const kind of ['propagate', 'unix-export']) {
    const folder = `${run}/${kind}/${machineName(lab, host)}`;
    await unmountBelow(folder);
    await rmdir(folder).catch(() => undefined);
  }
}
