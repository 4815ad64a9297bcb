// Gives a host its fresh, bare disk.
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostSeed, readNameservers, type Account } from './first-boot-files.js';
import { noteSeed } from './outdated-disk.js';
import { ensureHostKeys, loginKey } from '../settings/lab-keys.js';
import { labPaths } from '../settings/lab-paths.js';
import { whenMissing } from '../programs/missing-or-unreadable.js';
import type { LabHost, LabSettings } from '../settings/lab-settings.js';

/** Files of the image that may be extended for a host. */
const extended = [
  ...['etc/passwd', 'etc/group', 'etc/shadow', 'etc/gshadow', 'etc/ssh/sshd_config'],
] as const;

/** Creates the host's upper unless it and the image that it belongs to both exist; returns that image. */
export async function ensureSeeded(lab: LabSettings, host: LabHost, image: string): Promise<string> {
  const paths = labPaths(lab).host(host.name);
  const its = await readFile(paths.image, 'utf8').catch(whenMissing(paths.image, undefined));
  if (its !== undefined && (await isFolder(paths.upper)) && (await isFolder(its))) return its;
  await rm(paths.upper, { recursive: true, force: true });
  await rm(paths.fresh, { recursive: true, force: true });
  await mkdir(paths.fresh, { recursive: true });
  const texts = new Map<string, string>(
    await Promise.all(
      extended.map(async (path) => [path, await readFile(join(image, path), 'utf8')] as const),
    ),
  );
  const files = hostSeed(lab, host, {
    ofImage: (path) => texts.get(path) ?? '',
    loginKey: await loginKey(lab),
    hostKeys: await ensureHostKeys(lab, host.name),
    nameservers: readNameservers(
      ...(await Promise.all(
        ['/etc/resolv.conf', '/run/systemd/resolve/resolv.conf'].map((file) =>
          readFile(file, 'utf8').catch(whenMissing(file, '')),
        ),
      )),
    ),
    machineId: randomBytes(16).toString('hex'),
  });
  for (const { path, content, mode, account } of files) {
    const file = join(paths.fresh, path);
    await makeFolders(paths.fresh, dirname(path), account);
    await writeFile(file, content);
    await chmod(file, mode);
    await takeOwner(file, join(image, path), account);
  }
  await writeFile(paths.image, image);
  await noteSeed(lab, host);
  // Only now is it complete: if a run is killed before, the next one starts over.
  await rename(paths.fresh, paths.upper);
  return image;
}

/** A folder in upper hides the image's owner and mode, so it must have the same ones. */
async function makeFolders(root: string, folder: string, account: Account | undefined): Promise<void> {
  let path = '';
  for (const part of ['', ...folder.split('/')]) {
    path = join(path, part);
    const full = join(root, path);
    await mkdir(full, { recursive: true });
    const home = account !== undefined && `${path}/`.startsWith(`${account.home}/`);
    await chmod(full, home || part === '.ssh' || path === 'root' ? 0o700 : 0o755);
    if (home) await chown(full, account.id, account.id);
  }
}

/** A file that the image has keeps its owner: /etc/shadow belongs to a group of its own. */
async function takeOwner(file: string, its: string, account: Account | undefined): Promise<void> {
  if (account) return chown(file, account.id, account.id);
  const found = await stat(its).catch(whenMissing(its, undefined));
  if (found) await chown(file, found.uid, found.gid);
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((found) => found.isDirectory(), whenMissing(path, false));
}
