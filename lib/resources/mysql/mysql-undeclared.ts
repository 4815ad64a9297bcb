// Removes undeclared access to a MySQL or MariaDB server.
import type { Change, Resource, ResourceType } from '../../model/resource.js';
import { defineResource } from '../define-resource.js';
import { querySql, readRows, sqlAccount, executeSql } from './mysql-client.js';

interface Account {
  readonly name: string;
  readonly host: string;
}

export interface MysqlUndeclaredWant {
  /** All declared accounts. An account with one of these names at any other host is removed. */
  readonly accounts: readonly Account[];
}

interface Have {
  readonly accounts: readonly Account[];
  /** Whether there is a database `test` without tables and views. */
  readonly emptyTest: boolean;
}

/**
 * Anonymous accounts, root from other hosts, and declared names at undeclared hosts. Other named accounts are left
 * alone.
 */
function undeclared({ accounts }: MysqlUndeclaredWant, have: Have): readonly Account[] {
  const names = new Set(accounts.map(({ name }) => name));
  return have.accounts.filter(({ name, host }) => {
    if (name === '') return true;
    if (accounts.some((account) => account.name === name && account.host === host)) return false;
    return names.has(name) || (name === 'root' && host !== 'localhost');
  });
}

// Routines aren't queried: MariaDB would write a temporary file to answer.
const emptyTest =
  "information_schema.SCHEMATA AS s WHERE s.SCHEMA_NAME = 'test'" +
  ' AND NOT EXISTS (SELECT 1 FROM information_schema.TABLES AS t WHERE t.TABLE_SCHEMA = s.SCHEMA_NAME)';

const undeclaredType: ResourceType<MysqlUndeclaredWant, Have> = {
  type: 'mysql.undeclared',
  id: () => 'accounts and test database',

  // MariaDB also stores roles in mysql.user, with an empty host: they are left out.
  probe: () =>
    querySql([
      "SELECT 'account', HEX(User), HEX(Host) FROM mysql.user WHERE Host <> ''",
      `SELECT 'test' FROM ${emptyTest}`,
    ]),

  read(answer, wants) {
    const text = (hex: string): string => Buffer.from(hex, 'hex').toString('utf8');
    const rows = readRows(answer);
    const accounts = rows.flatMap(([kind, name = '', host = '']) =>
      kind === 'account' ? [{ name: text(name), host: text(host) }] : [],
    );
    // Every server has at least one account, so an empty list means that the query failed.
    if (accounts.length === 0) throw new Error('the database server listed no accounts');
    return wants.map(() => ({ accounts, emptyTest: rows.some(([kind]) => kind === 'test') }));
  },

  diff(want, have) {
    const changes = undeclared(want, have).map((account): Change => ({
      verb: 'remove',
      key: `account ${sqlAccount(account)}`,
    }));
    return have.emptyTest
      ? [...changes, { verb: 'remove', key: 'test database', what: 'empty test database' }]
      : changes;
  },

  apply: (want, have) =>
    executeSql([
      ...undeclared(want, have).map((account) => `DROP USER ${sqlAccount(account)}`),
      ...(have.emptyTest ? ['DROP DATABASE test'] : []),
    ]),

  undo: {
    drops: (want, have) =>
      undeclared(want, have).flatMap(({ name, host }) => [
        `mysql.user ${name}@${host}`,
        `mysql.grant ${name}@${host} on `,
      ]),
    revert: (want, have) => [
      ...undeclared(want, have).map(
        (account) => `account ${sqlAccount(account)} was dropped along with its password`,
      ),
      ...(have.emptyTest ? [executeSql(['CREATE DATABASE IF NOT EXISTS test'])] : []),
    ],
  },
};

/**
 * This covers anonymous accounts, remote root accounts, accounts with a declared name but an undeclared host, and the
 * database `test` if it is empty.
 */
export const mysqlUndeclared: (want: MysqlUndeclaredWant) => Resource = defineResource(undeclaredType);
