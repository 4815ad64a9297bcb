// Stores a new host key, so that a change is noticed next time.
import { randomBytes } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { keyType } from './key-blob.js';
import { hashName } from './known-hosts.js';

/**
 * Appends one line with a single write, which the kernel doesn't mix with that of another writer. Returns false for
 * /dev/null, which stores nothing. Throws the file system's errors.
 */
export function rememberHostKey(file: string, knownAs: string, blob: Buffer, hashed: boolean): boolean {
  if (isDevice(file)) return false;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, 'a+', 0o600);
  try {
    const size = fstatSync(descriptor).size;
    const last = Buffer.alloc(1);
    const open = size > 0 && readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
    const name = hashed ? hashName(knownAs, randomBytes(20)) : knownAs;
    writeSync(descriptor, `${open ? '\n' : ''}${name} ${keyType(blob)} ${blob.toString('base64')}\n`);
    fsyncSync(descriptor);
    return true;
  } finally {
    closeSync(descriptor);
  }
}

function isDevice(file: string): boolean {
  try {
    return statSync(file).isCharacterDevice();
  } catch {
    return false;
  }
}
