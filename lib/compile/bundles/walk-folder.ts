// Lists the content of a folder in a fixed order.
import { readdir, readlink, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join, posix } from 'node:path';
import { readRegular } from '../../bounds/read-bounded-file.js';
import { messageOf } from '../../model/thrown-message.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { Entry } from './bundle-entry.js';
import { readIgnore, type Ignore } from './ignore-rules.js';
import { refusePathTraversal } from './path-traversal.js';

const nothing = Buffer.alloc(0);
/** Minimum number of bytes that an entry takes in a tar: millions of empty files add up. */
const header = 512;

/**
 * Entries are sorted by name. Throws E_INPUT for a folder that can't be read or contains more than `maxBytes`, for
 * links that lead out of it, and for anything but files, directories and links.
 */
export async function walkFolder(folder: string, maxBytes: number): Promise<readonly Entry[]> {
  const ignore = await readable(folder, () => Promise.resolve(readIgnore(folder)));
  const entries: Entry[] = [];
  let bytes = 0;
  const visit = async (under: string): Promise<void> => {
    const path = join(folder, under);
    const found = await readable(path, () => readdir(path, { withFileTypes: true }));
    for (const dirent of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const name = posix.join(under, dirent.name);
      const entry = await readEntry(folder, name, dirent, ignore, maxBytes);
      if (!entry) continue;
      entries.push(entry);
      bytes += entry.body.length + header;
      if (bytes > maxBytes) {
        throw new TrueupError('E_INPUT', `${folder} contains more than ${maxBytes / 1024 / 1024} MiB`, {
          hint: 'List the files that the hosts do not need in a .trueupignore file in that folder.',
        });
      }
      if (entry.kind === 'directory') await visit(name);
    }
  };
  await visit('');
  refusePathTraversal(folder, entries);
  return entries;
}

async function readEntry(
  folder: string,
  name: string,
  dirent: Dirent,
  ignore: Ignore,
  maxBytes: number,
): Promise<Entry | undefined> {
  if (ignore(name, dirent.isDirectory())) return undefined;
  const path = join(folder, name);
  if (dirent.isDirectory()) return { name, kind: 'directory', mode: 0o755, body: nothing };
  if (dirent.isSymbolicLink()) {
    const target = await readable(path, () => readlink(path));
    return { name, kind: 'link', mode: 0o777, body: Buffer.from(target) };
  }
  if (!dirent.isFile()) throw new TrueupError('E_INPUT', `${path} is not a file, directory or link`);
  const { mode } = await readable(path, () => stat(path));
  const body = await readable(path, () => Promise.resolve(readRegular(path, maxBytes)));
  return { name, kind: 'file', mode: (mode & 0o100) === 0 ? 0o644 : 0o755, body };
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TrueupError) throw error;
    const why = messageOf(error);
    throw new TrueupError('E_INPUT', `${path} can't be read: ${why}`, { cause: error });
  }
}
