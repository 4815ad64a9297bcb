// Reads the content of a tarball as if it were a folder.
import { posix } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { TrueupError } from '../../model/trueup-error.js';
import type { Entry } from './bundle-entry.js';
import { refusePathTraversal } from './path-traversal.js';

/** Additional bytes for headers, padding and the end of the archive. */
const margin = 8 * 1024 * 1024;

/**
 * The entries, sorted by name; the tarball may be gzipped. If everything is in one folder, as is common in tarballs,
 * that folder is left out. Throws E_INPUT for names and links that lead out of the tarball, for anything but files,
 * directories and links, and for more than `maxBytes`.
 */
export async function untar(name: string, bytes: Buffer, maxBytes: number): Promise<readonly Entry[]> {
  const found = new Map<string, Entry>();
  const tooMuch = (): TrueupError =>
    new TrueupError('E_INPUT', `${name} contains more than ${maxBytes / 1024 / 1024} MiB`);
  // Counted before anything is parsed: names, and the headers of millions of empty files, also take memory.
  let raw = 0;
  let total = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      raw += chunk.length;
      done(raw > maxBytes + margin ? tooMuch() : null, chunk);
    },
  });
  const reader = extract();
  const read = async (): Promise<void> => {
    for await (const part of reader) {
      const chunks: Buffer[] = [];
      for await (const chunk of part as AsyncIterable<Buffer>) {
        total += chunk.length;
        if (total > maxBytes) throw tooMuch();
        chunks.push(chunk);
      }
      const entry = entryOf(name, part.header, Buffer.concat(chunks));
      if (entry) found.set(entry.name, entry);
    }
  };
  const gzipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const source = Readable.from([bytes]);
  try {
    await Promise.all([
      gzipped ? pipeline(source, createGunzip(), meter, reader) : pipeline(source, meter, reader),
      read(),
    ]);
  } catch (error) {
    if (error instanceof TrueupError) throw error;
    throw new TrueupError('E_INPUT', `${name} is not a tarball: ${String(error)}`, { cause: error });
  }
  refuseBelowLinks(name, found);
  const entries = withoutTop(withFolders([...found.values()]));
  refusePathTraversal(name, entries);
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function entryOf(tarball: string, header: Header, body: Buffer): Entry | undefined {
  const { type, linkname: target } = header;
  const name = posix.normalize(header.name).replace(/\/$/, '');
  if (name === '.') return undefined;
  if (leadsOut(name))
    throw new TrueupError('E_INPUT', `${tarball}: ${header.name} has a path that points outside the archive`);
  if (type === 'directory') return { name, kind: 'directory', mode: 0o755, body: Buffer.alloc(0) };
  if (type === 'file' || type === 'contiguous-file') {
    return { name, kind: 'file', mode: (header.mode & 0o100) === 0 ? 0o644 : 0o755, body };
  }
  if (type !== 'symlink')
    throw new TrueupError('E_INPUT', `${tarball}: ${name} is a ${type}, which a release cannot contain`);
  return { name, kind: 'link', mode: 0o777, body: Buffer.from(target) };
}

/** Rejects entries below a link, because they would end up elsewhere than their names suggest. */
function refuseBelowLinks(tarball: string, entries: ReadonlyMap<string, Entry>): void {
  for (const { name } of entries.values()) {
    for (let up = posix.dirname(name); up !== '.'; up = posix.dirname(up)) {
      const above = entries.get(up)?.kind ?? 'directory';
      if (above !== 'directory') throw new TrueupError('E_INPUT', `${tarball}: ${name} is inside a ${above}`);
    }
  }
}

function leadsOut(path: string): boolean {
  const lands = posix.normalize(path);
  return posix.isAbsolute(path) || lands === '..' || lands.startsWith('../');
}

/** Adds folders that the tarball contains files of, but doesn't list. */
function withFolders(entries: readonly Entry[]): readonly Entry[] {
  const all = new Map(entries.map((entry) => [entry.name, entry]));
  for (const { name } of entries) {
    for (let up = posix.dirname(name); up !== '.'; up = posix.dirname(up)) {
      if (!all.has(up)) all.set(up, { name: up, kind: 'directory', mode: 0o755, body: Buffer.alloc(0) });
    }
  }
  return [...all.values()];
}

function withoutTop(entries: readonly Entry[]): Entry[] {
  const [top, ...others] = entries.filter(({ name }) => !name.includes('/'));
  if (top?.kind !== 'directory' || others.length > 0) return [...entries];
  const start = top.name.length + 1;
  return entries
    .filter(({ name }) => name !== top.name)
    .map((entry) => ({ ...entry, name: entry.name.slice(start) }));
}
