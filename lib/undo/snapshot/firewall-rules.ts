// A snapshot of the packet filter, in the kernel and on disk, which a dead man's switch restores.
import {
  besideFile,
  bootUnitFile,
  bootUnits,
  formerFile,
  noneOfOurTables,
  rulesFile,
  rulesStamp,
} from '../../model/firewall-paths.js';
import { sh } from '../../shell/sh.js';
import { keepBootLinks, putBackBootLinks } from './boot-links.js';
import { keep } from './keep-paths.js';
import { putBack } from './restore-paths.js';
import type { Snapshot } from './snapshot.js';

const paths = [rulesFile, bootUnitFile, besideFile, formerFile];

const filesIn = (folder: string): string => `${folder}/rules-files`;
const loadedIn = (folder: string): string => `${folder}/rules`;
const bootIn = (folder: string): string => `${folder}/rules-at-boot`;

/** The rules in the kernel, on disk, and at the next boot. */
export const rules: Snapshot = {
  /** Saves only our own tables: no others are touched. A host without nft has no tables, but may have the files. */
  keep: (folder) => sh`
${keep(filesIn(folder), paths)}
${keepBootLinks(bootIn(folder), bootUnits)}
if command -v nft >/dev/null; then
  { printf %s ${noneOfOurTables}
  for each in trueup trueup_drain; do nft list table inet "$each" 2>/dev/null || true; done
  } >${loadedIn(folder)}
  nft -c -f ${loadedIn(folder)} || { echo 'the current rules could not be restored, because nft rejects them' >&2; exit 1; }
fi`,

  /** Without the stamp, the next plan shows that the rules were not loaded. */
  putBack: (folder) => sh`
if [ -e ${loadedIn(folder)} ]; then nft -f ${loadedIn(folder)}; fi
rm -f -- ${rulesStamp}
${putBack(filesIn(folder), { folders: true })}
${putBackBootLinks(bootIn(folder), bootUnits)}`,
};
