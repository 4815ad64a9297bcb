// Queries the records that runs left on a host, and closes those of runs that were finished later.
import type { Script } from '../../model/script.js';
import { processStart } from '../../shell/process-start-time.js';
import { sh } from '../../shell/sh.js';
import { recordsFolder } from './record-paths.js';

/** Defines `life JOURNAL`, which prints `alive` if the shell that began the record is still running. */
const tellLife = sh`
${processStart}
life() {
  while read -r word pid start boot; do
    [ "$word" = session ] || continue
    [ "$boot" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 0
    [ "$start" = "$(process_start "$pid" 2>/dev/null)" ] || return 0
    echo alive; return 0
  done <"$1"
}`;

/** Defines `losses RECORD`, which prints the paths that a rollback needs but that no longer exist. */
const tellLosses = sh`
losses() {
  for needs in "$1"/*/needs; do
    [ -f "$needs" ] || continue
    n=\${needs%/needs}
    while read -r path; do [ -e "$path" ] || printf 'lost %s %s
' "\${n##*/}" "$path"; done <"$needs"
  done
}`;

/** All records with their journals, oldest first. A host that was never changed by trueup has none. */
export function recordsQuestion(folder = recordsFolder): Script {
  return sh`
${tellLife}
${tellLosses}
for record in ${folder}/*; do
  [ -f "$record/journal" ] || continue
  printf 'run %s\n' "\${record##*/}"
  life "$record/journal"
  cat "$record/journal"
  echo
  losses "$record"
done`;
}

/** Only records that neither ended nor failed. Usually there are none, which takes a single process to find out. */
export function openRecordsQuestion(folder = recordsFolder): Script {
  return sh`
set -- ${folder}/*/journal
[ -e "$1" ] || exit 0
${tellLife}
awk '
  FNR == 1 { if (open) print name; name = FILENAME; failed = 0 }
  $1 == "failed" { failed = 1 }
  { open = ! failed && $1 !~ /^(end|rolled-back)$/ }
  END { if (open) print name }' "$@" | while read -r journal; do
  record=\${journal%/journal}
  printf 'run %s\n' "\${record##*/}"
  life "$journal"
  cat "$journal"
  echo
done`;
}

/** Notes in the records of `runs` that the run `by` finished what they left pending. */
export function closeRecords(runs: readonly string[], by: string, folder = recordsFolder): Script {
  return sh`
for run in ${runs}; do
  printf '\nend %s\n' ${by} >>${`${folder}/`}"$run/journal"
  sync ${`${folder}/`}"$run/journal"
done`;
}
