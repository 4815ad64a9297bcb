// Where the package cache keeps files: one per URL, whole or not at all.
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { whenMissing } from '../programs/missing-or-unreadable.js';

/** A file that is being written. */
export interface Incoming {
  /** Where it is until it is kept. */
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Gives it its final name, with the modification time that the server reported. */
  keep(modified: Date | undefined): Promise<void>;
  discard(): Promise<void>;
}

/** A folder of files by URL. */
export interface PackageStore {
  /** Path, size and time of a complete file; undefined if there is none. */
  look(
    url: URL,
  ): Promise<{ readonly path: string; readonly size: number; readonly modified: Date } | undefined>;
  receive(url: URL): Promise<Incoming>;
}

/** Files that never change under one URL: apt names them by version or by digest. */
export function isImmutable(url: URL): boolean {
  return /\/by-hash\/|\/pool\/.*\.(deb|udeb|ddeb)$/.test(url.pathname);
}

/** Labs share the folder, each with its own process: partial files carry its PID, and are removed once it has ended. */
async function removeDead(partial: string): Promise<void> {
  for (const name of await readdir(partial)) {
    const pid = /^(\d+)-/.exec(name)?.[1];
    if (pid === undefined || pid === String(process.pid) || !(await isAlive(pid)))
      await rm(join(partial, name), { recursive: true, force: true });
  }
}

async function isAlive(pid: string): Promise<boolean> {
  return stat(`/proc/${pid}`).then(() => true, whenMissing(`/proc/${pid}`, false));
}

/** Opens the store in a folder, and removes partial files of processes that have ended. */
export async function openPackageStore(folder: string): Promise<PackageStore> {
  const partial = join(folder, '.partial');
  await mkdir(partial, { recursive: true });
  await removeDead(partial);
  let count = 0;
  const fileOf = (url: URL): string => {
    const path = join(folder, url.host.replace(':', '_'), url.pathname);
    // A URL with a query, or with a path that is too long for the file system, is stored under its digest.
    const plain = url.search === '' && path.split(sep).every((part) => part.length < 240);
    return plain ? path : join(folder, '.other', createHash('sha256').update(url.href).digest('hex'));
  };
  return {
    async look(url) {
      const path = fileOf(url);
      try {
        const found = await stat(path);
        return found.isFile() ? { path, size: found.size, modified: found.mtime } : undefined;
      } catch {
        return undefined;
      }
    },
    async receive(url) {
      count += 1;
      const temporary = join(partial, `${process.pid}-${count}`);
      const handle = await open(temporary, 'wx');
      return {
        path: temporary,
        write: (chunk) => handle.writeFile(chunk),
        async keep(modified) {
          await handle.close();
          if (modified) await utimes(temporary, modified, modified);
          const path = fileOf(url);
          await mkdir(dirname(path), { recursive: true });
          await rename(temporary, path);
        },
        async discard() {
          await handle.close();
          await rm(temporary, { force: true });
        },
      };
    },
  };
}
