// Takes away what an entry of the ledger is about, in the way that is written there.
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';
import { leaveFolders } from '../created-folders.js';

/** Begins a line of an entry, after the script: a folder that the thing's step made. */
export const made = '#made ';

/** Does what an entry says. */
export function takeAway(entry: string): Script {
  return sh`
eval "$(sed 1d ${entry})"
sed -n ${`s/^${made}//p`} ${entry} | {
${leaveFolders}
}`;
}
