// The options of an apply, as the records on the hosts show them.
import type { PlanSettings } from './run-settings.js';

/** As command-line options, even if the run was started by a program. */
export function wordsOf({ limit, roles, prune }: Pick<PlanSettings, 'limit' | 'roles' | 'prune'>): string {
  const { databases } = typeof prune === 'object' ? prune : { databases: [] };
  return [
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...(roles === undefined ? [] : [`--role ${roles.join(',')}`]),
    ...(prune ? ['--prune'] : []),
    ...databases.map((name) => `--drop-database ${name}`),
  ].join(' ');
}
