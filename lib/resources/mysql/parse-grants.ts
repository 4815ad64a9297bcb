// Parses the output of SHOW GRANTS, and makes GRANT and REVOKE statements.

/**
 * Upper-case privileges by object, such as `` `app`.* `` or `*.*`. A role is represented as an object `role NAME` with
 * the privilege `MEMBER`.
 */
export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

const option = 'GRANT OPTION';

/** Splits at commas outside parentheses: a privilege may name columns. */
function splitPrivileges(text: string): readonly string[] {
  return text.split(/,(?![^()]*\))/).map(privilege);
}

/** The canonical spelling of a privilege. */
export function privilege(text: string): string {
  const [, word = '', columns] = /^([^(]*)(\(.*\))?$/s.exec(text.trim().replace(/\s+/g, ' ')) ?? [];
  const name = word.trim().toUpperCase();
  if (columns !== undefined) return `${name} ${columns}`;
  return name === 'ALL' ? 'ALL PRIVILEGES' : name;
}

/**
 * USAGE doesn't count as a privilege. Lines that only define how an account logs in, or its default roles, are
 * ignored.
 */
export function readGrants(lines: readonly string[]): Grants {
  const grants = new Map<string, Set<string>>();
  const add = (object: string, privileges: readonly string[]): void => {
    const real = privileges.filter((one) => one !== 'USAGE');
    if (real.length > 0) grants.set(object, new Set([...(grants.get(object) ?? []), ...real]));
  };
  for (const line of lines) {
    const [, list, object = ''] = /^GRANT (.+?) ON (?:TABLE )?(.+?) TO [`'"]/s.exec(line) ?? [];
    if (list !== undefined) {
      const more = / WITH (?:.* )?GRANT OPTION(?: |$)/.test(line) ? [option] : [];
      add(object, [...splitPrivileges(list), ...more]);
      continue;
    }
    const [, roles] = /^GRANT (.+) TO [`'"]/.exec(line) ?? [];
    for (const role of roles?.split(',') ?? []) add(`role ${role}`, ['MEMBER']);
  }
  return grants;
}

/** Statements that grant privileges. `account` and `object` are SQL. */
export function grant(privileges: readonly string[], object: string, account: string): readonly string[] {
  if (privileges.length === 0) return [];
  const given = privileges.filter((one) => one !== option);
  const end = privileges.includes(option) ? ` WITH ${option}` : '';
  return [`GRANT ${given.length > 0 ? given.join(', ') : 'USAGE'} ON ${object} TO ${account}${end}`];
}

/** Statements that revoke privileges, or a role. MariaDB revokes the grant option only in a separate statement. */
export function revoke(privileges: readonly string[], object: string, account: string): readonly string[] {
  if (object.startsWith('role ')) return [`REVOKE ${object.slice('role '.length)} FROM ${account}`];
  const taken = privileges.filter((one) => one !== option);
  return [
    ...(taken.length > 0 ? [`REVOKE ${taken.join(', ')} ON ${object} FROM ${account}`] : []),
    ...(privileges.includes(option) ? [`REVOKE ${option} ON ${object} FROM ${account}`] : []),
  ];
}
