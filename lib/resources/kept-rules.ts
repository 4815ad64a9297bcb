// The packet filter as it is now, for a dead man's switch to bring back: in the kernel and on the disk.
import type { Script } from '../model/script.js';
import { sh } from '../shell/sh.js';
import { stagedPath } from './staging.js';

export const rulesFile = '/etc/nftables.conf';

/** First line: digest of the file. The rest: how the kernel listed its rules when that file had been loaded. */
export const rulesStamp = '/var/lib/trueup/nftables.loaded';

/*
 * Rules that iptables-nft loaded may hold what only iptables can load again: nft lists it and refuses it. Then all that
 * iptables knows is kept in its own words.
 */
export function saveRules(folder: string): Script {
  return sh`
if [ -e ${rulesFile} ]; then cp -a -- ${rulesFile} ${`${folder}/file`}; fi
{ echo 'flush ruleset'; nft list ruleset; } >${`${folder}/rules`}
if ! nft -c -f ${`${folder}/rules`} 2>/dev/null; then
  echo 'flush ruleset' >${`${folder}/rules`}
  for word in iptables ip6tables; do
    "$word-nft-save" >${`${folder}/`}"$word" || { echo 'the rules that are loaded could not be put back: nft refuses them, and so does iptables' >&2; exit 1; }
  done
fi`;
}

/** Without the stamp the next plan says that the rules were not loaded. */
export function rulesBack(folder: string): Script {
  const staged = stagedPath(rulesFile);
  return sh`
nft -f ${`${folder}/rules`}
for word in iptables ip6tables; do
  if [ -e ${`${folder}/`}"$word" ]; then "$word-nft-restore" <${`${folder}/`}"$word"; fi
done
rm -f -- ${rulesStamp}
if [ -e ${`${folder}/file`} ]; then cp -a -- ${`${folder}/file`} ${staged}; sync ${staged}; mv -fT -- ${staged} ${rulesFile}
else rm -f -- ${rulesFile}; fi`;
}
