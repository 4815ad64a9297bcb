// Whether the server runs with the settings in our file, which later files, SET GLOBAL and SET PERSIST override.
import { effect, findClient, sh, type Resource, type Script } from '../../lib/kit.js';
import { askServer } from './ask-server.js';
import type { Flavour } from './mysql-or-mariadb.js';

interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * Variables that a server reports differently from how they are set: the location of binary logs and, for MySQL, its X
 * plugin.
 */
const otherwise = new Set(['log_bin', 'mysqlx']);

const units: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** A value as the server reports it, with sizes in bytes. */
function told(value: string): string {
  const [, digits, unit = ''] = /^(\d+)([KMG])$/.exec(value) ?? [];
  return digits === undefined ? value : String(Number(digits) * (units[unit] ?? 1));
}

function variablesOf(content: string): readonly Variable[] {
  return [...content.matchAll(/^([a-z]\w*) = (.+)$/gm)]
    .map(([, name = '', value = '']) => ({ name, value: told(value) }))
    .filter(({ name }) => !otherwise.has(name));
}

const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** A relation with each variable's name, value and origin. `file` is NULL if the value doesn't come from a file. */
const views: Readonly<Record<Flavour['name'], string>> = {
  mariadb:
    "SELECT LOWER(variable_name) AS name, global_value AS now, IF(global_value_origin = 'SQL', 'SET GLOBAL', " +
    "LOWER(global_value_origin)) AS origin, NULLIF(global_value_path, '') AS file FROM information_schema.system_variables",
  // A persisted value that isn't in force yet will be at the next start.
  mysql:
    'SELECT variable_name AS name, variable_value AS now, ' +
    "CASE variable_source WHEN 'DYNAMIC' THEN 'SET GLOBAL' WHEN 'PERSISTED' THEN 'SET PERSIST' ELSE LOWER(variable_source) END AS origin, " +
    "NULLIF(variable_path, '') AS file FROM performance_schema.variables_info JOIN performance_schema.global_variables USING (variable_name) " +
    "UNION SELECT variable_name, variable_value, 'SET PERSIST', CONCAT(@@datadir, 'mysqld-auto.cnf') FROM performance_schema.persisted_variables",
};

/** The variables that differ from our file, except those whose value the server itself has rounded. */
function differing(
  { name, config }: Pick<Flavour, 'name' | 'config'>,
  variables: readonly Variable[],
  columns: string,
): string {
  const wanted = variables.map((one) => `SELECT ${text(one.name)} AS name, ${text(one.value)} AS wanted`);
  const number = "wanted REGEXP '^[0-9.]+$' AND now + 0 = wanted + 0";
  const flag = "wanted IN ('ON', 'OFF') AND LOWER(now) IN (IF(wanted = 'ON', '1', '0'), LOWER(wanted))";
  return (
    `SELECT ${columns} FROM (${wanted.join(' UNION ALL ')}) AS ours JOIN (${views[name]}) AS theirs USING (name) ` +
    `WHERE COALESCE(file, '') <> ${text(config)} AND origin <> 'auto' AND BINARY now <> BINARY wanted ` +
    `AND NOT (${number}) AND NOT (${flag})`
  );
}

/** Reverts what was set by SQL; other files are left to their owners. */
function mend(flavour: Flavour, variables: readonly Variable[]): Script {
  const literal = "IF(wanted REGEXP '^([0-9.]+|ON|OFF)$', wanted, QUOTE(wanted))";
  const forget = "IF(origin = 'SET PERSIST', CONCAT('RESET PERSIST IF EXISTS ', name, '; '), '')";
  const set = `CONCAT(${forget}, 'SET GLOBAL ', name, ' = ', ${literal}, ';')`;
  const bySql = "origin IN ('SET GLOBAL', 'SET PERSIST')";
  return sh`
statements=$(${askServer(`${differing(flavour, variables, set)} AND ${bySql}`)})
[ -n "$statements" ] || exit 0
${findClient}
# shellcheck disable=SC2086 # one option or none
printf '%s\n' "$statements" | "$client" --no-defaults --user=root $plain`;
}

/** Compares every setting of our file with the running server. */
export function variablesEffect(flavour: Flavour, content: string, of: readonly Resource[]): Resource {
  const variables = variablesOf(content);
  const columns = 'name, now, wanted, COALESCE(file, origin)';
  return effect({
    name: flavour.name,
    of,
    // Sorted, because a saved plan is stale once the answer differs.
    ask: askServer(`${differing(flavour, variables, columns)} ORDER BY name`),
    mend: mend(flavour, variables),
    stays: 'earlier values that were set with SET GLOBAL or SET PERSIST are not kept',
    remedy: `Remove that setting, because it overrides ${flavour.config}. If it can't be changed at run time, also restart ${flavour.unit}.`,
  });
}
