// Loads and unloads trueup's table of the packet filter.
import { formerFile, noneOfOurTables, rulesFile, rulesStamp } from '../../model/firewall-paths.js';
import type { Script } from '../../model/script.js';
import { sh } from '../../shell/sh.js';

/** A shell condition: true if /etc/nftables.conf was written by an earlier version. */
export const isFormer: Script = sh`{ [ -f ${formerFile} ] && head -n 5 ${formerFile} | grep -q '^# .* Written by trueup'; }`;

/**
 * Prints rules that remove trueup's tables and no others. Rules that follow them replace these tables in one
 * transaction.
 */
const printAway: Script = sh`printf %s ${noneOfOurTables}`;

/** The text of the file that loads these rules into the table. */
export function textOfTable(rules: string): string {
  const head =
    "#!/usr/sbin/nft -f\n# Written by trueup. Replaces trueup's own table and leaves every other one alone.\n";
  return `${head}${noneOfOurTables}\ntable inet trueup {\n${rules}}\n`;
}

/**
 * Defines `rules`, which prints trueup's tables as the kernel has them, or nothing if it has none. nft -s omits
 * counters and times. The elements of a set with the flag `dynamic` come from packets, not from a ruleset, so they are
 * omitted, too, as is their number, which newer versions of nft (1.1.7) print.
 */
export const listRules: Script = sh`
rules() {
  tables=$(nft list tables inet)
  listed=$(for each in trueup trueup_drain; do
    case "$tables
" in *"table inet $each
"*) nft -s list table inet "$each" ;; esac
  done)
  case $listed in
    '') ;;
    *dynamic* | *'# count '*) printf '%s\n' "$listed" | awk '
      /^\t(set|map) / { dynamic = 0 }
      /^\t\tflags .*dynamic/ { dynamic = 1 }
      /^\t\tsize / { sub(/\t# count [0-9]+$/, "") }
      dynamic && /^\t\telements = / { inside = 1 }
      ! inside { print }
      inside && /}$/ { inside = 0 }' ;;
    *) printf '%s\n' "$listed" ;;
  esac
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
 * Run after a rollback: makes the kernel's rules match the file on disk, whether it is the current or the former one.
 * The former file is loaded without its `flush ruleset`.
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
