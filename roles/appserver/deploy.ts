// From a source to the release that runs.
import { release, sh, unitJournal, type Resource, type Scope } from '../../lib/kit.js';
import type { Layout } from './layout.js';
import type { AppserverVars } from './vars.js';

/** A release; built and migrated before the switch to it. The units that migrations need are declared before. */
export async function deployment(
  { vars, bundle }: Pick<Scope<AppserverVars>, 'vars' | 'bundle'>,
  layout: Layout,
): Promise<Resource> {
  const { build, migrate } = vars;
  return release({
    root: layout.root,
    bundle: await bundle(vars.source),
    keep: vars.keep_releases,
    ...(build.length > 0 ? { build: () => sh`${build}` } : {}),
    ...(migrate.length > 0 ? { migrate: (folder: string) => migration(layout.migrationOf(folder)) } : {}),
  });
}

/** What the migration said is in the journal; where it fails, that is what a person must see. */
const migration = (unit: string) => sh`
since=$(date '+%Y-%m-%d %H:%M:%S')
systemctl start -- ${unit} || {
${unitJournal}
  journal_of ${unit} --since="$since" --output=cat >&2
  exit 1
}`;
