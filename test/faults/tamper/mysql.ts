// Tamperings of a database server.
import { sqlAccount, sqlName, tellSql } from '../../../lib/resources/mysql/mysql-client.js';
import type { MysqlDatabaseWant } from '../../../lib/resources/mysql/mysql-database.js';
import type { MysqlGrantWant } from '../../../lib/resources/mysql/mysql-grant.js';
import type { MysqlStrangersWant } from '../../../lib/resources/mysql/mysql-strangers.js';
import type { MysqlUserWant } from '../../../lib/resources/mysql/mysql-user.js';
import type { Tamper, Tampering } from './tampering.js';

const told = (how: string, ...statements: readonly string[]): Tampering => ({
  how,
  script: tellSql(statements),
});

/** A dropped database is lost data, which no apply brings back. */
export const database: Tamper<MysqlDatabaseWant> = ({ name, charset, collation }) =>
  charset === undefined && collation === undefined
    ? []
    : [
        told(
          'character set',
          `ALTER DATABASE ${sqlName(name)} CHARACTER SET latin1 COLLATE latin1_swedish_ci`,
        ),
      ];

export const user: Tamper<MysqlUserWant> = (want) => {
  const account = sqlAccount(want);
  if ('absent' in want) return [told('created', `CREATE USER ${account} IDENTIFIED BY 'stray'`)];
  return [
    told('password', `ALTER USER ${account} IDENTIFIED BY 'stray'`),
    told('TLS', `ALTER USER ${account} REQUIRE ${want.requireTls === true ? 'NONE' : 'SSL'}`),
    told('locked', `ALTER USER ${account} ACCOUNT LOCK`),
  ];
};

export const grant: Tamper<MysqlGrantWant> = ({ user: name, host, on }) => {
  const account = sqlAccount({ name, host });
  const [db = ''] = on.split('.');
  const object = db === '*' ? '*.*' : `${sqlName(db)}.*`;
  return [
    told('an extra privilege', `GRANT TRIGGER ON ${object} TO ${account}`),
    told('the right to pass it on', `GRANT SELECT ON ${object} TO ${account} WITH GRANT OPTION`),
    told('a privilege elsewhere', `GRANT SELECT ON ${sqlName('mysql')}.* TO ${account}`),
    told('a privilege everywhere', `GRANT PROCESS ON *.* TO ${account}`),
    told('a privilege less', `REVOKE SELECT ON ${object} FROM ${account}`),
  ];
};

export const strangers: Tamper<MysqlStrangersWant> = ({ accounts: [first] }) => [
  told('an anonymous account', "CREATE USER ''@'localhost'"),
  told('root from anywhere', "CREATE USER 'root'@'%' IDENTIFIED BY 'stray'"),
  ...(first
    ? [
        told(
          'a name at another host',
          `CREATE USER ${sqlAccount({ name: first.name, host: '%' })} IDENTIFIED BY 'stray'`,
        ),
      ]
    : []),
  told('a test database', 'CREATE DATABASE test'),
];
