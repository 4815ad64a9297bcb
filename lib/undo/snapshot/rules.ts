// The packet filter as it is now, for a dead man's switch to bring back: in the kernel and on the disk.
import { posix } from 'node:path';
import {
  besideFile,
  bootUnitFile,
  bootUnits,
  formerFile,
  noneOfOurTables,
  rulesFile,
  rulesStamp,
} from '../../model/firewall-paths.js';
import type { Script } from '../../model/script.js';
import { join, sh } from '../../shell/sh.js';
import { stagedPath } from '../../shell/staged-path.js';
import { bootAsKept, saveBoot } from './boot-links.js';

/** The files, each with its name in the folder of the switch. */
const files = [
  [rulesFile, 'file'],
  [bootUnitFile, 'unit'],
  [besideFile, 'beside'],
  [formerFile, 'former'],
] as const;

const bootIn = (folder: string): string => `${folder}/rules-at-boot`;

/** Only our own tables: nobody else's is touched, so none has to come back. A host without nft has none, and may have the files. */
export function saveRules(folder: string): Script {
  const rules = `${folder}/rules`;
  return sh`
${join(files.map(([path, name]) => sh`if [ -e ${path} ]; then cp -a -- ${path} ${`${folder}/${name}`}; fi`))}
${saveBoot(bootIn(folder), bootUnits)}
if command -v nft >/dev/null; then
  { printf %s ${noneOfOurTables}
  for each in trueup trueup_drain; do nft list table inet "$each" 2>/dev/null || true; done
  } >${rules}
  nft -c -f ${rules} || { echo 'the rules that are loaded now could not be restored: nft rejects them' >&2; exit 1; }
fi`;
}

/** In the kernel, on the disk, and at the next boot. Without the stamp the next plan says that the rules were not loaded. */
export function rulesBack(folder: string): Script {
  const rules = `${folder}/rules`;
  return sh`
if [ -e ${rules} ]; then nft -f ${rules}; fi
rm -f -- ${rulesStamp}
${join(files.map(([path, name]) => fileBack(path, `${folder}/${name}`)))}
${bootAsKept(bootIn(folder), bootUnits)}`;
}

function fileBack(path: string, kept: string): Script {
  const staged = stagedPath(path);
  return sh`if [ -e ${kept} ]; then ( umask 022; mkdir -p -- ${posix.dirname(path)} ); cp -a -- ${kept} ${staged}; [ -L ${staged} ] || sync ${staged}; mv -fT -- ${staged} ${path}
else rm -f -- ${path}; fi`;
}
