// The privileges of a MySQL or MariaDB account.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import type { Script } from '../../model/script.js';
import { TrueupError } from '../../model/trueup-error.js';
import { sh } from '../../shell/sh.js';
import { defineResource } from '../define-resource.js';
import {
  queryFunction,
  readRows,
  sqlAccount,
  sqlHex,
  sqlName,
  executeSql,
  whereInstalled,
} from './mysql-client.js';
import { grant, privilege, readGrants, revoke, type Grants } from './parse-grants.js';

export interface MysqlGrantWant {
  /** Name of the account. */
  readonly user: string;
  /** Host of the account: an address, `localhost` or `%`. */
  readonly host: string;
  /** Database or table: `app.*`, `app.guests` or `*.*`. */
  readonly on: string;
  /** All privileges that the account has on that object, as in GRANT: `SELECT`, `ALL PRIVILEGES`, `UPDATE (name)`. */
  readonly privileges: readonly string[];
}

interface Have {
  /** The server's spelling of `on`. */
  readonly object: string;
  readonly privileges: ReadonlySet<string>;
  /** Privileges of the account on undeclared objects; reported by its first grant only. */
  readonly strays: Grants;
  /** Declared privileges that the account already has on other objects. */
  readonly others: Grants;
}

/**
 * In `GRANT … ON app_db.*`, an underscore matches any character unless a backslash precedes it. If the server has
 * partial_revokes enabled, both are literal. The probe reports which applies.
 */
function objectOf({ on }: MysqlGrantWant, literal: boolean): string {
  const [database = '', table = ''] = on.split('.');
  if (database === '*') return '*.*';
  if (table !== '*') return `${sqlName(database)}.${sqlName(table)}`;
  return `${sqlName(literal ? database : database.replace(/[_%]/g, String.raw`\$&`))}.*`;
}

const accountOf = ({ user, host }: MysqlGrantWant): string => sqlAccount({ name: user, host });

/** A query that returns `row` if the account exists. */
function existsSql({ user, host }: Pick<MysqlGrantWant, 'user' | 'host'>, row = 1): string {
  return `SELECT ${row} FROM mysql.user WHERE CAST(User AS BINARY) = ${sqlHex(user)} AND CAST(Host AS BINARY) = ${sqlHex(host)}`;
}

function inWords(privileges: Iterable<string>): string {
  const all = [...privileges].sort();
  return all.length <= 8 ? all.join(', ') : `${all.slice(0, 6).join(', ')} and ${all.length - 6} more`;
}

const grantType: ResourceType<MysqlGrantWant, Have> = {
  type: 'mysql.grant',
  id: ({ user, host, on }) => `${user}@${host} on ${on}`,

  // SHOW GRANTS fails for a missing account, which would also stop all later statements, so it is run only for
  // existing accounts.
  probe(wants) {
    const accounts = [...new Set(wants.map(accountOf))];
    const exists = accounts.map((account, at) => {
      const { user = '', host = '' } = wants.find((want) => accountOf(want) === account) ?? {};
      return `${existsSql({ user, host }, at)};`;
    });
    return sh`${queryFunction}
present=$(printf '%s\n' ${exists} | query)
present=" $(printf '%s' "$present" | tr '\n' ' ') " n=0
{
  printf '%s\n' "SHOW VARIABLES LIKE 'partial_revokes';"
  for account in ${accounts}; do
    case $present in *" $n "*) printf "SELECT '== %s'; SHOW GRANTS FOR %s;\n" "$n" "$account" ;; esac
    n=$((n + 1))
  done
} | query`;
  },

  read(answer, wants) {
    const rows = readRows(answer);
    const literal = rows.some(([name, value]) => name === 'partial_revokes' && value === 'ON');
    const accounts = [...new Set(wants.map(accountOf))];
    const lines = accounts.map((): string[] => []);
    let current: string[] | undefined;
    for (const [line = ''] of rows) {
      const at = /^== (\d+)$/.exec(line)?.[1];
      if (at !== undefined) current = lines[Number(at)];
      else current?.push(line);
    }
    const grants = lines.map(readGrants);
    const told = new Set<string>();
    return wants.map((want): Have => {
      const account = accountOf(want);
      const own = [...(grants[accounts.indexOf(account)] ?? [])];
      const object = objectOf(want, literal);
      const declared = new Map(
        wants
          .filter((other) => accountOf(other) === account)
          .map((other) => [objectOf(other, literal), new Set(other.privileges.map(privilege))] as const),
      );
      const strays = told.has(account) ? [] : own.filter(([where]) => !declared.has(where));
      const others = own
        .filter(([where]) => where !== object && declared.has(where))
        .map(
          ([where, has]) =>
            [where, new Set([...has].filter((one) => declared.get(where)?.has(one)))] as const,
        );
      told.add(account);
      const privileges = new Map(own).get(object) ?? new Set();
      return { object, privileges, strays: new Map(strays), others: new Map(others) };
    });
  },

  diff(want, have) {
    const changes: Change[] = [];
    const { missing, surplus } = compare(want, have);
    if (missing.length > 0)
      changes.push({
        verb: have.privileges.size > 0 ? 'update' : 'create',
        key: `privileges on ${want.on}`,
        to: inWords(missing),
      });
    if (surplus.length > 0)
      changes.push({ verb: 'remove', key: `privileges on ${want.on}`, from: inWords(surplus) });
    for (const [where, privileges] of have.strays) {
      const key = where.startsWith('role ') ? where : `privileges on ${where}`;
      changes.push({ verb: 'remove', key, from: inWords(privileges) });
    }
    return changes;
  },

  apply(want, have) {
    const account = accountOf(want);
    const { surplus, wanted } = compare(want, have);
    return executeSql([
      ...[...have.strays].flatMap(([where, privileges]) => revoke([...privileges], where, account)),
      ...revoke(surplus, have.object, account),
      // Granted last, with existing ones: revoking all privileges on *.* in MySQL also revokes those on databases.
      ...grant([...wanted], have.object, account),
      ...(have.strays.size > 0
        ? [...have.others].flatMap(([where, has]) => grant([...has], where, account))
        : []),
    ]);
  },

  undo: {
    removal: { forGood: true },
    // Dropping the account removes its privileges, too.
    remove(want) {
      const takeAll = (literal: boolean): Script => {
        const [object, account] = [objectOf(want, literal), accountOf(want)];
        const privileges = want.privileges.map(privilege);
        return executeSql([...grant(privileges, object, account), ...revoke(privileges, object, account)]);
      };
      return whereInstalled(sh`${queryFunction}
if [ "$(printf '%s;\n' ${existsSql(want)} | query)" != '' ]; then
  case $(echo "SHOW VARIABLES LIKE 'partial_revokes';" | query) in
    *ON) ${takeAll(true)} ;;
    *) ${takeAll(false)} ;;
  esac
fi`);
    },

    // All declared privileges are granted first, so that they can be revoked whether or not the change was ever made.
    revert(want, have) {
      const account = accountOf(want);
      const { missing, wanted } = compare(want, have);
      return executeSql([
        ...grant([...wanted], have.object, account),
        ...revoke(missing, have.object, account),
        ...grant([...have.privileges], have.object, account),
        ...[...have.strays].flatMap(([where, privileges]) =>
          where.startsWith('role ')
            ? [`GRANT ${where.slice('role '.length)} TO ${account}`]
            : grant([...privileges], where, account),
        ),
      ]);
    },
  },
};

interface Comparison {
  readonly wanted: ReadonlySet<string>;
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
}

function compare({ privileges }: MysqlGrantWant, have: Have): Comparison {
  const wanted = new Set(privileges.map(privilege));
  return {
    wanted,
    missing: [...wanted].filter((one) => !have.privileges.has(one)),
    surplus: [...have.privileges].filter((one) => !wanted.has(one)),
  };
}

const make = defineResource(grantType);

/**
 * Privileges that aren't declared are revoked, including those on other databases and tables. Throws E_INPUT for values
 * that GRANT doesn't accept.
 */
export function mysqlGrant(want: MysqlGrantWant): Resource {
  const refuse = (why: string): never => {
    throw new TrueupError('E_INPUT', `mysql grant to ${want.user}@${want.host}: ${why}`);
  };
  if (!/^(\*\.\*|[^*.`\\]+\.(\*|[^*.`\\]+))$/.test(want.on))
    refuse(`${JSON.stringify(want.on)} must have the form app.*, app.table or *.*`);
  for (const one of want.privileges) {
    if (!/^[a-z_ ]+(\([\w`, ]+\))?$/i.test(one.trim()))
      refuse(`${JSON.stringify(one)} is not a valid privilege`);
  }
  if (want.privileges.length === 0) refuse('it must list at least one privilege');
  return make(want);
}
