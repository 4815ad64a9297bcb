// Resources in a host's ledger that are no longer declared.
import type { Declared } from '../compile/compile-host.js';
import type { LedgerEntry } from '../undo/ledger/ledger.js';
import { orphan } from '../resources/orphan.js';
import type { Removal } from '../model/resource.js';
import { typeNamed } from '../resources/registry.js';
import type { EngineOptions } from '../engine/engine-options.js';

type Prune = EngineOptions['prune'];

/** Special properties of the removal; undefined if neither the ledger entry nor a loaded type defines the removal. */
function removalOf({ type, removal }: LedgerEntry): Removal | undefined {
  const known = typeNamed(type);
  return known ? (known.undo?.removal ?? {}) : removal;
}

/** Why an orphan is kept, or the option that would remove it, as text for users; undefined if it is removed. */
function keptUntil(entry: LedgerEntry, prune: Prune): string | undefined {
  const { type, resource, role } = entry;
  if (!prune) return '--prune removes resources that trueup created';
  const removal = removalOf(entry);
  if (!removal)
    return `no loaded role defines the type ${type} (declared by the role ${role}), so removal could delete data`;
  if (!removal.byName) return undefined;
  const named = prune.databases.some((name) => resource === `${type} ${name}`);
  return named ? undefined : '--drop-database NAME drops it';
}

/**
 * With `prune`, the orphans to be removed, newest first; a notice lists those that stay. With `only`, none: a part of
 * the declared resources doesn't show what is no longer declared.
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
  for (const how of new Set(orphans.map((entry) => keptUntil(entry, prune)))) {
    if (how === undefined) continue;
    const stay = orphans.filter((entry) => keptUntil(entry, prune) === how);
    const names = stay.map(({ resource }) => resource).join(', ');
    listener({ type: 'notice', host, text: `orphaned (no longer declared): ${names} (${how})` });
  }
  const going = orphans.filter((entry) => keptUntil(entry, prune) === undefined);
  if (going.some((entry) => removalOf(entry)?.leavesPackage))
    listener({ type: 'notice', host, text: "--prune doesn't remove packages; they stay installed" });
  return going.map((entry) => ({
    resource: orphan({
      resource: entry.resource,
      entry: entry.file,
      paths: entry.paths,
      ...removalOf(entry),
    }),
    role: entry.role,
  }));
}
