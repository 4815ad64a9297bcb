// Reads a file on the controller safely, even if it has been replaced by a pipe, a device or an endless file.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const mebibyte = 1024 * 1024;

/**
 * The bytes of a regular file. Never blocks, and never reads more than `most` bytes. Throws the file system's errors, and
 * Errors whose message continues after the file's name: `is not a regular file`, `is larger than …`.
 */
export function readRegular(path: string, most = mebibyte): Buffer {
  // Opening a pipe would wait for a writer.
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const about = fstatSync(file);
    if (!about.isFile()) throw new Error('is not a regular file');
    const chunks: Buffer[] = [];
    let total = 0;
    // The reported size may be outdated, and is 0 in /proc.
    for (let next = about.size + 1; ; next = 65_536) {
      if (Math.max(total, about.size) > most) throw new Error(`is larger than ${inWords(most)}`);
      const chunk = Buffer.allocUnsafe(next);
      const count = readSync(file, chunk);
      if (count === 0) return Buffer.concat(chunks);
      chunks.push(chunk.subarray(0, count));
      total += count;
    }
  } finally {
    closeSync(file);
  }
}

/** The file as text, without a byte order mark. Throws an Error `is not UTF-8 text` for other bytes. */
export function readRegularText(path: string, most = mebibyte): string {
  const bytes = readRegular(path, most);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new Error('is not UTF-8 text', { cause: error });
  }
}

function inWords(bytes: number): string {
  return bytes % mebibyte === 0 ? `${bytes / mebibyte} MiB` : `${bytes / 1024} KiB`;
}
