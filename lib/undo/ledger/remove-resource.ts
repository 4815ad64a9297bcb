// Removes the resource of a ledger entry, with the script that is stored in the entry.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { leaveFolders } from '../created-folders.js';

/** Prefix of the lines after an entry's script: the folders that the resource's step created. */
export const made = '#made ';

/** Runs the entry's script, then removes the folders. */
export function takeAway(entry: string): Script {
  return sh`
eval "$(sed 1d ${entry})"
sed -n ${`s/^${made}//p`} ${entry} | {
${leaveFolders}
}`;
}
