// The configuration a unit is known to run with, kept while a new one is tried. In memory only: it may hold secrets.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { keep } from '../snapshot/keep-paths.js';

/** Gone after a boot, which starts the unit with what is on the disk anyway. */
export function goodFolder(unit: string): string {
  return `/run/trueup/good/${unit}`;
}

/** Keeps files and links as they are, and which of them are missing. Only for a unit that runs what is on disk. */
export function keepGood(unit: string, paths: readonly string[]): Script {
  return paths.length === 0 ? sh`:` : keep(goodFolder(unit), paths);
}

/** Status 0 if there is something to put back. */
export function hasGood(unit: string): Script {
  return sh`[ -d ${goodFolder(unit)} ]`;
}

/** Drops what was kept: the new configuration is the good one now. */
export function dropGood(unit: string): Script {
  return sh`rm -rf -- ${goodFolder(unit)}`;
}
