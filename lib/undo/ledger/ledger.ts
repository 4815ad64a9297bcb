// What trueup created on a host, kept there with the script that removes it once it is no longer declared.
import { createHash } from 'node:crypto';
import type { Change, Removal, Resource } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { keptPathsOf, placesOf } from '../undo-defaults.js';
import { missingFolders } from '../created-folders.js';
import { made } from './remove-resource.js';

/** Root's alone, as all of /var/lib/trueup. */
export const ledgerFolder = '/var/lib/trueup/ledger';

/** A thing that trueup created. */
export interface LedgerEntry {
  /** `file /etc/motd`. */
  readonly resource: string;
  readonly type: string;
  readonly role: string;
  /** What goes with it, as far as it is files: kept for a rollback. */
  readonly paths: readonly string[];
  /** What is special about its going, so that its type needn't be known by then; missing in entries of earlier versions. */
  readonly removal?: Removal;
  /**
   * The entry's path on the host: a line of JSON with the above, then the script that takes the thing away, then folders
   * that were made for it.
   */
  readonly file: string;
}

/** Whether the path is of an entry in the ledger. No entry holds a secret. */
export function isOfLedger(path: string): boolean {
  return path.startsWith(`${ledgerFolder}/`);
}

/** The path of a resource's entry, for a record: what goes back puts its entry back, too. */
export function entryOf(resource: string, ledger = ledgerFolder): string {
  return `${ledger}/${createHash('sha256').update(resource).digest('hex').slice(0, 16)}`;
}

/** Prints a line of JSON per entry, newest first. */
export function ledgerQuestion(ledger = ledgerFolder): Script {
  return sh`
[ -d ${ledger} ] || exit 0
set --
# shellcheck disable=SC2045 # names of entries are hexadecimal
for entry in $(ls -1t ${ledger}); do
  [ ! -f ${`${ledger}/`}"$entry" ] || set -- "$@" ${`${ledger}/`}"$entry"
done
[ "$#" = 0 ] || awk 'FNR == 1' "$@"`;
}

/** Throws E_UNREADABLE: a ledger that can't be read must not count as empty. */
export function readLedger(
  host: string,
  { status, stdout, stderr }: Answer,
  ledger = ledgerFolder,
): readonly LedgerEntry[] {
  const unreadable = (cause?: unknown): TrueupError =>
    new TrueupError('E_UNREADABLE', `${host}: the ledger ${ledger} can't be read`, {
      host,
      output: stderr.trim(),
      cause,
    });
  if (status !== 0) throw unreadable();
  try {
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const entry = JSON.parse(line) as Omit<LedgerEntry, 'file'>;
        return { ...entry, file: entryOf(entry.resource, ledger) };
      });
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Goes before a step: enters what it is about to create, and brings an entry up to date. So nothing that a step made is
 * forgotten, wherever it was cut off. Nothing is entered for what was there before trueup came, nor where taking it away
 * would need a secret. `warnings` tell whoever watches the resource.
 */
export function enterIntoLedger(
  { type, want, id }: Resource,
  role: string,
  changes: readonly Change[],
  warnings: readonly Script[],
  ledger = ledgerFolder,
): Script {
  const remove = type.undo?.remove?.(want);
  if (!remove || remove.text.trim() === '' || remove.text !== remove.masked) return sh``;
  const entry = entryOf(id, ledger);
  const created = type.undo?.brings?.(want, changes) ?? changes.some(({ verb }) => verb === 'create');
  const line = JSON.stringify({
    ...{ resource: id, type: type.type, role },
    ...{ paths: keptPathsOf({ type, want }), removal: type.undo?.removal ?? {} },
  });
  const script = join([...warnings, remove]);
  const places = placesOf({ type, want });
  // One name for all that is staged: what a run left that was cut off, the next one writes over.
  const staged = `${ledger}/.new`;
  return sh`
if [ ${created ? 1 : 0} = 1 ] || [ -e ${entry} ]; then
( umask 077
  mkdir -p ${ledger}
  if [ -f ${entry} ]; then folders=$(sed -n ${`s/^${made}//p`} ${entry}); else folders=$(${missingFolders(places)}); fi
  printf '%s\n' ${line} ${script.text} >${staged}
  [ -z "$folders" ] || printf '%s\n' "$folders" | sed ${`s/^/${made}/`} >>${staged}
  # What came first stays first, and so goes last: a service outlives what was made by it.
  [ ! -f ${entry} ] || touch -r ${entry} -- ${staged}
  sync ${staged}
  # an entry was a folder once
  [ ! -d ${entry} ] || rm -rf -- ${entry}
  mv -fT -- ${staged} ${entry}
  sync ${ledger} )
fi`;
}
