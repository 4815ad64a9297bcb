// What the ledger of a host names and nobody declares any more.
import type { Declared } from '../compile/compile-host.js';
import type { LedgerEntry } from '../undo/ledger/ledger.js';
import { orphan } from '../resources/orphan.js';
import type { EngineOptions } from '../engine/engine-options.js';

/** A database goes only by its name on the command line. */
const byNameOnly = 'mysql.database';

/**
 * With `prune` the orphans that go, newest first; a notice tells of those that stay. With `only` nothing: a part of what
 * is declared is no measure of what isn't.
 */
export function orphansOf(
  host: string,
  ledger: readonly LedgerEntry[],
  declared: readonly Declared[],
  { only, prune, listener }: Pick<EngineOptions, 'only' | 'prune' | 'listener'>,
): readonly Declared[] {
  if (only) return [];
  const ids = new Set(declared.map(({ resource }) => resource.id));
  const orphans = ledger.filter(({ resource }) => !ids.has(resource));
  const goes = ({ type, resource }: LedgerEntry): boolean =>
    prune !== undefined &&
    (type !== byNameOnly || prune.databases.some((name) => resource === `${byNameOnly} ${name}`));
  const stay = orphans.filter((entry) => !goes(entry));
  if (stay.length > 0) {
    const names = stay.map(({ resource }) => resource).join(', ');
    const how = prune ? '--drop-database NAME drops it' : '--prune removes what trueup created';
    listener({ type: 'notice', host, text: `orphaned (no longer declared): ${names} (${how})` });
  }
  return orphans.filter(goes).map(({ resource, role, file, paths }) => ({
    resource: orphan({ resource, entry: file, paths }),
    role,
  }));
}
