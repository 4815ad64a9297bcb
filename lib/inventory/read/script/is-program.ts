// Distinguishes programs that print an inventory from files that contain one.
import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { readRegularText } from '../../../bounds/read-bounded-file.js';

/** Whether the file may be run and is a program: some file systems call every file executable. */
export function isProgram(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    accessSync(path, constants.X_OK);
    const begin = firstBytes(path, 4);
    return begin.startsWith('#!') || begin === '\u007fELF' || begin === '\u00cf\u00fa\u00ed\u00fe';
  } catch {
    return false; // reading it reports why
  }
}

/** Whether the text is a script. */
export function hasShebang(text: string): boolean {
  return text.startsWith('#!');
}

/** Whether a script looks like one that prints an inventory. */
export function speaksOfHosts(path: string): boolean {
  try {
    return /--list\b|\b_meta\b|\bhostvars\b|["']hosts["']/.test(readRegularText(path));
  } catch {
    return false;
  }
}

function firstBytes(path: string, count: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(count);
    return bytes.subarray(0, readSync(file, bytes)).toString('latin1');
  } finally {
    closeSync(file);
  }
}
