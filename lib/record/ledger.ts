// What trueup created on a host, kept there with the way to take it away once nobody declares it.
import { createHash } from 'node:crypto';
import type { Change, Resource } from '../model/resource.js';
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { join, sh } from '../shell/sh.js';

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
  /** The entry's folder on the host. */
  readonly folder: string;
}

/** Whether the path is of an entry in the ledger. No entry holds a secret. */
export function isOfLedger(path: string): boolean {
  return path.startsWith(`${ledgerFolder}/`);
}

/**
 * The paths of a resource's entry, for a record: what goes back puts its entry back, too. The folder stands first for
 * one that is to be filled, and last for one that is empty by then.
 */
export function entryPaths(resource: string): readonly string[] {
  const folder = folderOf(resource, ledgerFolder);
  return [folder, `${folder}/entry`, `${folder}/remove`, folder];
}

function folderOf(resource: string, ledger: string): string {
  return `${ledger}/${createHash('sha256').update(resource).digest('hex').slice(0, 16)}`;
}

/** Prints a line of JSON per entry, newest first. */
export function ledgerQuestion(ledger = ledgerFolder): Script {
  return sh`
[ -d ${ledger} ] || exit 0
set --
# shellcheck disable=SC2045 # names of entries are hexadecimal
for entry in $(ls -1t ${ledger}); do
  [ ! -f ${`${ledger}/`}"$entry/entry" ] || set -- "$@" ${`${ledger}/`}"$entry/entry"
done
[ "$#" = 0 ] || cat -- "$@"`;
}

/** Throws E_UNREADABLE: a ledger that can't be read is none that is empty. */
export function readLedger(
  host: string,
  { status, stdout, stderr }: Answer,
  ledger = ledgerFolder,
): readonly LedgerEntry[] {
  const unreadable = (cause?: unknown): TrueupError =>
    new TrueupError('E_UNREADABLE', `${host}: its ledger in ${ledger} can't be read`, {
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
        const entry = JSON.parse(line) as Omit<LedgerEntry, 'folder'>;
        return { ...entry, folder: folderOf(entry.resource, ledger) };
      });
  } catch (error) {
    throw unreadable(error);
  }
}

/**
 * Follows a step that succeeded: enters what it created, and brings an entry up to date. Nothing for what was there
 * before trueup came, nor where taking it away would need a secret. `warnings` tell whoever watches the resource.
 */
export function enterIntoLedger(
  { type, want, id }: Resource,
  role: string,
  changes: readonly Change[],
  warnings: readonly Script[],
  ledger = ledgerFolder,
): Script {
  const remove = type.remove?.(want);
  if (!remove || remove.text !== remove.masked) return sh``;
  const folder = folderOf(id, ledger);
  const created = changes.some(({ verb }) => verb === 'create');
  const entry = JSON.stringify({ resource: id, type: type.type, role, paths: type.keeps?.(want) ?? [] });
  const script = join([...warnings, remove]);
  return sh`
if [ ${created ? 1 : 0} = 1 ] || [ -e ${folder} ]; then
( umask 077
  mkdir -p ${ledger}
  rm -rf -- ${`${folder}.new`}
  mkdir ${`${folder}.new`}
  printf '%s\n' ${entry} >${`${folder}.new/entry`}
  printf '%s\n' ${script.text} >${`${folder}.new/remove`}
  sync ${`${folder}.new/entry`} ${`${folder}.new/remove`}
  rm -rf -- ${folder}
  mv -T -- ${`${folder}.new`} ${folder} )
fi`;
}
