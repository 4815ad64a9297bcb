// What systemd-nspawn leaves in /run if its host had no time to shut down.
import { rm, rmdir, stat } from 'node:fs/promises';
import { machineName } from './host-start-command.js';
import { unmountBelow } from './overlay-mounts.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import { labPaths } from '../settings/lab-paths.js';
import type { LabSettings } from '../settings/lab-settings.js';

const run = '/run/systemd/nspawn';

/** Removes traces that block the next start. The host must be off, its tree mounted: its inode names the lock. */
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
