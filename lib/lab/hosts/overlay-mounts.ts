// Each host's tree: the shared image below, what the host wrote above.
import { mkdir, readdir, readFile, rm, statfs } from 'node:fs/promises';
import { TrueupError } from '../../model/trueup-error.js';
import { labPaths, type HostPaths } from '../settings/lab-paths.js';
import type { LabSettings, Say } from '../settings/lab-settings.js';
import { runProgram, tryProgram } from '../programs/run-program.js';

/** statfs(2): the types of overlayfs and tmpfs. */
const [overlayType, tmpfsType] = [0x794c7630, 0x01021994];

/** Mounts a host's tree unless it is mounted. */
export async function mountHost(paths: HostPaths, image: string): Promise<void> {
  if ((await mountsBelow(paths.root)).length > 0) return;
  await rm(paths.work, { recursive: true, force: true });
  await mkdir(paths.work, { recursive: true });
  await mkdir(paths.root, { recursive: true });
  const options = `lowerdir=${image},upperdir=${paths.upper},workdir=${paths.work}`;
  const mounted = await tryProgram('mount', ['-t', 'overlay', 'overlay', '-o', options, paths.root]);
  if (mounted.status !== 0)
    throw new TrueupError('E_LAB', `${paths.root}: overlayfs could not be mounted`, {
      output: mounted.stderr.trim(),
      hint: 'If the kernel or the container does not allow it, use virtual machines instead: inventory/vagrant.',
    });
}

/** Unmounts everything at or below a folder; a tree that is still in use is unmounted as soon as it isn't. */
export async function unmountBelow(folder: string): Promise<readonly string[]> {
  const mounts = [...(await mountsBelow(folder))].reverse();
  for (const mount of mounts)
    if ((await tryProgram('umount', [mount])).status !== 0) await runProgram('umount', ['--lazy', mount]);
  return mounts;
}

/**
 * Mounts a tmpfs for the hosts' disks if it is wanted and none exists yet; also in a container whose own disk is an
 * overlayfs, because overlayfs can't write onto overlayfs.
 */
export async function prepareHostsFolder(lab: LabSettings, inMemory: boolean, say: Say): Promise<void> {
  const { hosts } = labPaths(lab);
  await mkdir(hosts, { recursive: true });
  const { type } = await statfs(hosts);
  if (type === tmpfsType || (type !== overlayType && !inMemory)) return;
  if ((await readdir(hosts)).length > 0)
    throw new TrueupError('E_LAB', `${hosts}: the disks of hosts that exist can't be moved into memory`, {
      hint: 'Remove the lab with `trueup lab down`, then try again.',
    });
  await runProgram('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', hosts]);
  const why = type === overlayType ? `${hosts} is on overlayfs, so the` : 'the';
  say(`${why} hosts' disks are kept in memory`);
}

/** The mount points at or below a folder, in the order they were mounted. */
export async function mountsBelow(folder: string): Promise<readonly string[]> {
  return readMountPoints(await readFile('/proc/self/mountinfo', 'utf8')).filter(
    (mount) => mount === folder || mount.startsWith(`${folder}/`),
  );
}

/** The mount points whose lower layer is in a folder. */
export async function mountsOver(folder: string): Promise<readonly string[]> {
  const lines = (await readFile('/proc/self/mountinfo', 'utf8')).split('\n');
  return readMountPoints(lines.filter((line) => line.includes(`lowerdir=${folder}/`)).join('\n'));
}

/** The mount points in /proc/PID/mountinfo. */
export function readMountPoints(mountinfo: string): readonly string[] {
  return mountinfo
    .split('\n')
    .filter((line) => line !== '')
    .map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      ),
    );
}
