// Records a step before it runs, in the same script: what it is, the former state, and how it is reverted.
import type { RecordedStep, RunMark } from '../../model/record.js';
import type { Script } from '../../model/script.js';
import { processStart } from '../../shell/process-start-time.js';
import { join, sh } from '../../shell/sh.js';
import { ledgerFolder } from '../ledger/ledger.js';
import { keepFunction } from '../snapshot/keep-paths.js';
import { missingFolders } from '../created-folders.js';
import { keptKiB, keptPathKiB, keptRecords } from './record-limits.js';
import { recordOf, recordsFolder } from './record-paths.js';

/** A step with the scripts that a rollback needs. */
export interface StepToRecord {
  readonly told: RecordedStep;
  /** Paths that the step writes to. The parent folders that it creates are removed with them. */
  readonly places: readonly string[];
  /** Stored as files in the step's folder, for a later rollback. None of them may contain a secret. */
  readonly stored: readonly (readonly [name: string, text: string])[];
  /** Also stored there: copies of files from other records on the host. */
  readonly copied?: readonly (readonly [name: string, path: string])[];
  readonly apply: Script;
  /** Whether nothing is left to do after it. */
  readonly last: boolean;
}

/*
 * The journal has a line for each event; a line that was cut off is ignored when it is read. A step's own lines and
 * copies are on disk (sync(1) with file names calls fsync(2)) before the step begins.
 *   meta JSON · order N · session PID START BOOT · step N JSON · kept N I · missing N I · unkept N I WHY
 *   done N · failed N STATUS · end · end RUN (which finished it) · rolled-back RUN
 */

/** Removes the oldest records if they are too many or too large in total. Sets `order` to the highest order. */
function prune(folder: string): Script {
  return sh`
sum=0 count=0
orders=$(awk 'FNR == 2 { print $1 == "order" ? $2 : 0, FILENAME }' ${folder}/*/journal 2>/dev/null | sort -rn)
order=\${orders%% *}
printf '%s\n' "$orders" | while read -r _ old; do
  [ -n "$old" ] || continue
  old=\${old%/journal}
  count=$((count + 1)) size=$(du -sk "$old")
  sum=$((sum + \${size%%[!0-9]*}))
  if [ "$count" -ge ${keptRecords} ] || [ "$sum" -gt ${keptKiB} ]; then rm -rf -- "$old"; fi
done`;
}

/** Creates the record, once per run and host. A session is identified by its shell's PID, start time and boot. */
function beginRecord(mark: RunMark, folder: string): Script {
  const staged = `${folder}/.new`;
  return sh`
if [ ! -e "$record" ]; then
  ${processStart}
  mkdir -p ${folder}
  ${prune(folder)}
  rm -rf -- ${staged}
  mkdir ${staged}
  { printf 'meta %s\n' ${JSON.stringify(mark)}
    printf 'order %s\n' "$((\${order:-0} + 1))"
    printf 'session %s %s %s\n' "$$" "$(process_start $$)" "$(cat /proc/sys/kernel/random/boot_id)"
  } >${`${staged}/journal`}
  sync ${`${staged}/journal`}
  mv -T ${staged} "$record"
  sync ${folder}
fi`;
}

/** Defines `record_path INDEX PATH`. A file that isn't world-readable is not copied: it may contain a secret. */
const recordPath = sh`
${keepFunction}
why_unkept() {
  case $1 in ${`${ledgerFolder}/`}*) secret= ;; *) secret=$(find "$1" -type f ! -perm -004 -print | head -n 1) ;; esac
  if [ -n "$secret" ]; then echo 'it is not world-readable, so it may contain a secret'; return; fi
  size=$(du -skx -- "$1")
  if [ "\${size%%[!0-9]*}" -gt ${keptPathKiB} ]; then echo 'it is too large to keep'; fi
}
record_path() {
  unkept=
  if [ -e "$2" ] || [ -L "$2" ]; then unkept=$(why_unkept "$2"); fi
  if [ -n "$unkept" ]; then printf 'unkept %s %s %s\n' "$n" "$1" "$unkept"; return; fi
  word=$(keep "$2" "$record/$n/$1")
  printf '%s %s %s\n' "$word" "$n" "$1"
}`;

function noteFolders(places: readonly string[]): Script {
  return sh`
folders=$(${missingFolders(places)})
[ -z "$folders" ] || printf '%s\n' "$folders" >"$record/$n/folders"`;
}

/** The step's script, wrapped in the commands that record it. */
export function recordStep(step: StepToRecord, mark: RunMark, folder = recordsFolder): Script {
  const { told, places, stored, copied = [], apply, last } = step;
  const keeps = told.paths.map((path, index) => sh`record_path ${index} ${path} >>"$record/journal"`);
  const stores = stored.map(([name, text]) => sh`printf '%s\n' ${text} >"$record/$n/"${name}`);
  const copies = copied.map(([name, path]) => sh`cp -- ${path} "$record/$n/"${name}`);
  return sh`
n=${told.n} record=${recordOf(mark.run, folder)}
( umask 077
${beginRecord(mark, folder)}
mkdir "$record/$n"
printf 'step %s %s\n' "$n" ${JSON.stringify(told)} >>"$record/journal"
${keeps.length > 0 ? recordPath : sh``}
${join([...keeps, ...stores, ...copies])}
${places.length > 0 ? noteFolders(places) : sh``}
find "$record/$n" "$record/journal" \( -type f -o -type d \) -exec sync "$record" {} + )
set +e
( set -e
${apply}
)
status=$?
set -e
if [ "$status" != 0 ]; then printf 'failed %s %s\n' "$n" "$status" >>"$record/journal"; exit "$status"; fi
printf 'done %s\n' "$n" >>"$record/journal"
${last ? sh`echo end >>"$record/journal"; sync "$record/journal"` : sh``}`;
}
