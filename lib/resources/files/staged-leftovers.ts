// A new file is prepared next to its destination, under a temporary name, until it is complete.
import { posix } from 'node:path';
import type { Change } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';

/** Prints `left INDEX` for each path next to which a killed run left a temporary file. */
export function lookForLeftovers(paths: readonly string[]): Script {
  const calls = paths.map((path, index) => sh`left ${index} ${stagedPath(path)}`);
  return sh`
left() { if [ -e "$2" ] || [ -L "$2" ]; then printf 'left %s\n' "$1"; fi; }
${join(calls)}`;
}

/** The change that removes a leftover. */
export const leftoverChange: Change<'leftover'> = {
  verb: 'remove',
  key: 'leftover',
  what: 'leftover from an interrupted run',
};

/** Whether the leftover is the only difference. */
export function onlyLeftover(changes: readonly Change[]): boolean {
  return changes.every(({ key }) => key === leftoverChange.key);
}

/** Removes the leftover. */
export function removeLeftover(path: string): Script {
  return sh`rm -f -- ${stagedPath(path)}`;
}

/** Fails with a clear message if no file can be placed at the path: its folder is missing, or the path is a directory. */
export function refuseUnplaceable(path: string): Script {
  const folder = posix.dirname(path);
  return sh`
[ -d ${folder} ] || { printf '%s\n' ${`the folder ${folder} is missing`} >&2; exit 1; }
if [ -d ${path} ] && [ ! -L ${path} ]; then printf '%s\n' ${`${path} is a directory, which is never replaced`} >&2; exit 1; fi`;
}
