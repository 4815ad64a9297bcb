// From a source to the release that runs.
import { release, sh, unitJournal, type Resource, type Scope } from '../../lib/kit.js';
import type { Layout } from './paths-and-units.js';
import { tryRelease, type Trial } from './trial.js';
import type { AppserverVars } from './vars.js';

/**
 * A release, which is built, migrated and tried before the switch to it. The units that it needs are declared before
 * it.
 */
export async function deployment(
  { vars, bundle }: Pick<Scope<AppserverVars>, 'vars' | 'bundle'>,
  layout: Layout,
  trial: Trial | undefined,
): Promise<Resource> {
  const { build, migrate, migrate_seconds, start_seconds, stop_seconds } = vars;
  return release({
    root: layout.root,
    bundle: await bundle(vars.source),
    keep: vars.keep_releases,
    ...(build.length > 0 ? { build: () => sh`${build}` } : {}),
    seconds: 600 + migrate_seconds + start_seconds + stop_seconds,
    ...(trial
      ? { prove: (folder: string) => tryRelease(trial, sh`${folder.slice(layout.root.length + 1)}`) }
      : {}),
    ...(migrate.length > 0 ? { migrate: (folder: string) => migration(layout.migrationOf(folder)) } : {}),
  });
}

/** The output of the migration is in the journal; if the migration fails, this output is shown. */
const migration = (unit: string) => sh`
since=$(date '+%Y-%m-%d %H:%M:%S')
systemctl start -- ${unit} || {
${unitJournal}
  journal_of ${unit} --since="$since" --output=cat >&2
  exit 1
}`;
