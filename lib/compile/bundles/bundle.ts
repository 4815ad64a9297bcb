// Packs a folder on the controller into a gzipped tar that is the same wherever and whenever it is made.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Blob } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import type { Entry } from './bundle-entry.js';
import { walkFolder } from './walk-folder.js';

/** A Blob with a digest of its contents. */
export interface Bundle extends Blob {
  /** Lower-case hex SHA-256 of names, modes and contents. Unlike `sha256` it doesn't depend on the machine's zlib. */
  readonly contents: string;
}

/** A bundle is held in memory, and is sent to every host that needs it. */
export const maxBytes = 64 * 1024 * 1024;

/** Names, modes and contents matter; owners and times don't. `.trueupignore` lists what is left out. Throws E_INPUT. */
export async function bundle(folder: string): Promise<Bundle> {
  return bundleOf(folder, await walkFolder(folder, maxBytes));
}

/** The same for entries from another source, sorted by name. Throws E_INPUT. */
export async function bundleOf(name: string, entries: readonly Entry[]): Promise<Bundle> {
  const contents = digest(entries);
  const bytes = await promisify(gzip)(await tar(entries, timeOf(contents)));
  bytes[9] = 255; // the operating system in gzip's header: "unknown" everywhere
  if (bytes.length > maxBytes) throw new TrueupError('E_INPUT', `${name} is too large for a bundle`);
  return {
    name,
    contents,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    // oxlint-disable-next-line typescript/require-await -- an AsyncIterable by contract
    open: async function* () {
      for (let at = 0; at < bytes.length; at += 64 * 1024) yield bytes.subarray(at, at + 64 * 1024);
    },
  };
}

function digest(entries: readonly Entry[]): string {
  const hash = createHash('sha256');
  for (const { name, kind, mode, body } of entries) {
    hash.update(`${JSON.stringify([name, kind, mode, body.length])}\n`).update(body);
  }
  return hash.digest('hex');
}

/**
 * All files of a bundle have the same time, which differs between bundles: web servers derive ETags from time and size,
 * so with a constant, caches would keep outdated files. It is after 1980, as zip requires.
 */
function timeOf(contents: string): Date {
  return new Date((1_000_000_000 + Number.parseInt(contents.slice(0, 7), 16)) * 1000);
}

async function tar(entries: readonly Entry[], mtime: Date): Promise<Buffer> {
  const stream = pack();
  for (const { name, kind, mode, body } of entries) {
    const header = { name, mode, mtime, uid: 0, gid: 0, uname: 'root', gname: 'root' };
    if (kind === 'file') stream.entry({ ...header, type: 'file', size: body.length }, body);
    else if (kind === 'directory') stream.entry({ ...header, type: 'directory' });
    else stream.entry({ ...header, type: 'symlink', linkname: body.toString('utf8') });
  }
  stream.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
