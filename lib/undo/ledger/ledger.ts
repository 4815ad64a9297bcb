// The list of what trueup created on a host, kept there with the scripts that remove what is no longer declared.
import { createHash } from 'node:crypto';
import type { Change, Removal, Resource } from '../../model/resource.js';
import type { Answer, Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { join, sh } from '../../shell/sh.js';
import { keptPathsOf, placesOf } from '../undo-defaults.js';
import { missingFolders } from '../created-folders.js';
import { made } from './remove-resource.js';

/** Only root can access it, like all of /var/lib/trueup. */
export const ledgerFolder = '/var/lib/trueup/ledger';

/** A resource that trueup created. */
export interface LedgerEntry {
  /** Id of the resource: `file /etc/motd`. */
  readonly resource: string;
  readonly type: string;
  readonly role: string;
  /** Files that are removed with it, which are kept for a rollback. */
  readonly paths: readonly string[];
  /** Special properties of its removal, in case its type is unknown by then; absent in entries of earlier versions. */
  readonly removal?: Removal;
  /**
   * The entry's path on the host: a line of JSON with the above, then the script that removes the resource, then the
   * folders that were created for it.
   */
  readonly file: string;
}

/** Whether the path is that of a ledger entry. No entry contains a secret. */
export function isOfLedger(path: string): boolean {
  return path.startsWith(`${ledgerFolder}/`);
}

/** The path of a resource's entry. Records include it, so that a rollback restores the entry, too. */
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
 * Runs before a step: adds an entry for what it is about to create, or updates the existing one. So nothing that a step
 * created is forgotten, wherever it was interrupted. There is no entry for what already existed before trueup, nor if
 * removing it would require a secret. `warnings` are the `before` scripts of the resources that watch this one.
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
  // All entries are staged under one name, so that what an interrupted run left is overwritten by the next one.
  const staged = `${ledger}/.new`;
  return sh`
if [ ${created ? 1 : 0} = 1 ] || [ -e ${entry} ]; then
( umask 077
  mkdir -p ${ledger}
  if [ -f ${entry} ]; then folders=$(sed -n ${`s/^${made}//p`} ${entry}); else folders=$(${missingFolders(places)}); fi
  printf '%s\n' ${line} ${script.text} >${staged}
  [ -z "$folders" ] || printf '%s\n' "$folders" | sed ${`s/^/${made}/`} >>${staged}
  # An entry keeps its age, because the oldest is removed last: a service outlives what was created with it.
  [ ! -f ${entry} ] || touch -r ${entry} -- ${staged}
  sync ${staged}
  # in earlier versions, an entry was a folder
  [ ! -d ${entry} ] || rm -rf -- ${entry}
  mv -fT -- ${staged} ${entry}
  sync ${ledger} )
fi`;
}
