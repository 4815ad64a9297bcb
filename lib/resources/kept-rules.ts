// The packet filter as it is now, for a dead man's switch to bring back: in the kernel and on the disk.
import { posix } from 'node:path';
import type { Script } from '../model/script.js';
import { join, sh } from '../shell/sh.js';
import { formerFile, printAway, rulesFile, rulesStamp } from './own-table.js';
import { besideFile, bootUnitFile } from './rules-at-boot.js';
import { stagedPath } from './staging.js';

/** The files, each with its name in the folder of the switch. */
const files = [
  [rulesFile, 'file'],
  [bootUnitFile, 'unit'],
  [besideFile, 'beside'],
  [formerFile, 'former'],
] as const;

/** Only our own tables: nobody else's is touched, so none has to come back. */
export function saveRules(folder: string): Script {
  return sh`
${join(files.map(([path, name]) => sh`if [ -e ${path} ]; then cp -a -- ${path} ${`${folder}/${name}`}; fi`))}
{ ${printAway}
for each in trueup trueup_drain; do nft list table inet "$each" 2>/dev/null || true; done
} >${`${folder}/rules`}
nft -c -f ${`${folder}/rules`} || { echo 'the rules that are loaded could not be put back: nft refuses them' >&2; exit 1; }`;
}

/** Without the stamp the next plan says that the rules were not loaded. */
export function rulesBack(folder: string): Script {
  return sh`
nft -f ${`${folder}/rules`}
rm -f -- ${rulesStamp}
${join(files.map(([path, name]) => fileBack(path, `${folder}/${name}`)))}`;
}

function fileBack(path: string, kept: string): Script {
  const staged = stagedPath(path);
  return sh`if [ -e ${kept} ]; then ( umask 022; mkdir -p -- ${posix.dirname(path)} ); cp -a -- ${kept} ${staged}; sync ${staged}; mv -fT -- ${staged} ${path}
else rm -f -- ${path}; fi`;
}
