// The packet filter as it is now, for a dead man's switch to bring back: in the kernel and on the disk.
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
import { sh } from '../../shell/sh.js';
import { keepBootLinks, putBackBootLinks } from './boot-links.js';
import { keep } from './keep.js';
import { putBack } from './put-back.js';

const paths = [rulesFile, bootUnitFile, besideFile, formerFile];

const filesIn = (folder: string): string => `${folder}/rules-files`;
const bootIn = (folder: string): string => `${folder}/rules-at-boot`;

/** Only our own tables: nobody else's is touched, so none has to come back. A host without nft has none, and may have the files. */
export function keepRules(folder: string): Script {
  const rules = `${folder}/rules`;
  return sh`
${keep(filesIn(folder), paths)}
${keepBootLinks(bootIn(folder), bootUnits)}
if command -v nft >/dev/null; then
  { printf %s ${noneOfOurTables}
  for each in trueup trueup_drain; do nft list table inet "$each" 2>/dev/null || true; done
  } >${rules}
  nft -c -f ${rules} || { echo 'the rules that are loaded now could not be restored: nft rejects them' >&2; exit 1; }
fi`;
}

/** In the kernel, on the disk, and at the next boot. Without the stamp the next plan says that the rules were not loaded. */
export function putBackRules(folder: string): Script {
  const rules = `${folder}/rules`;
  return sh`
if [ -e ${rules} ]; then nft -f ${rules}; fi
rm -f -- ${rulesStamp}
${putBack(filesIn(folder), { folders: true })}
${putBackBootLinks(bootIn(folder), bootUnits)}`;
}
