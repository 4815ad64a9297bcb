// Loads and unloads trueup's table of the packet filter.
import { formerFile, noneOfOurTables, rulesFile, rulesStamp } from '../../model/firewall-paths.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** For a condition: exits with 0 if the file was written by an earlier version. */
export const isFormer: Script = sh`{ [ -f ${formerFile} ] && head -n 5 ${formerFile} | grep -q '^# .* Written by trueup'; }`;

/** Prints the lines with which the following rules replace trueup's, and no others, in one transaction. */
const printAway: Script = sh`printf %s ${noneOfOurTables}`;

/** The text of the file that loads these rules into the table. */
export function textOfTable(rules: string): string {
  const head =
    "#!/usr/sbin/nft -f\n# Written by trueup. Replaces trueup's own table and leaves every other one alone.\n";
  return `${head}${noneOfOurTables}\ntable inet trueup {\n${rules}}\n`;
}

/**
 * Defines `rules`: it prints our tables as the kernel has them; nothing where it has none. nft -s leaves out counters and
 * times. What a set with the flag `dynamic` holds comes from packets, not from a ruleset, so it is left out too, and the
 * number of its elements, which newer versions (1.1.7) print.
 */
export const listRules: Script = sh`
rules() {
  tables=$(nft list tables inet)
  listed=$(for each in trueup trueup_drain; do
    case "$tables
" in *"table inet $each
"*) nft -s list table inet "$each" ;; esac
  done)
  [ -z "$listed" ] || printf '%s\n' "$listed" | awk '
    /^\t(set|map) / { dynamic = 0 }
    /^\t\tflags .*dynamic/ { dynamic = 1 }
    /^\t\tsize / { sub(/\t# count [0-9]+$/, "") }
    dynamic && /^\t\telements = / { inside = 1 }
    ! inside { print }
    inside && /}$/ { inside = 0 }'
}`;

/** Loads the file into the kernel, and records that both agree. */
export const loadRules: Script = sh`
${listRules}
nft -f ${rulesFile}
mkdir -p /var/lib/trueup
loading=$(sha256sum <${rulesFile})
{ printf '%s\n' "\${loading%% *}"; rules; } >${`${rulesStamp}.new`}
sync ${`${rulesStamp}.new`}
mv -fT -- ${`${rulesStamp}.new`} ${rulesStamp}`;

/** Removes trueup's rules from the kernel. */
export const unloadRules: Script = sh`
${printAway} | nft -f -
rm -f -- ${rulesStamp}`;

/**
 * After a rollback: the kernel has what is on the disk, in whichever form. A former file is loaded without its flush.
 */
export const takeUpRules: Script = sh`
if [ -e ${rulesFile} ]; then
${loadRules}
elif command -v nft >/dev/null; then
  if ${isFormer}; then { ${printAway}; sed '/^flush ruleset$/d' ${formerFile}; } | nft -f -; rm -f -- ${rulesStamp}
  else
${unloadRules}
  fi
fi`;
