// Tampering with undeclared database accounts.
import { sqlAccount } from '../../../resources/mysql/mysql-client.js';
import type { MysqlUndeclaredWant } from '../../../resources/mysql/mysql-undeclared.js';
import { sqlTampering } from './sql-tampering.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<MysqlUndeclaredWant> = ({ accounts: [first] }) => [
  sqlTampering('an anonymous account', "CREATE USER ''@'localhost'"),
  sqlTampering('root from anywhere', "CREATE USER 'root'@'%' IDENTIFIED BY 'stray'"),
  ...(first
    ? [
        sqlTampering(
          'a user name with another host',
          `CREATE USER ${sqlAccount({ name: first.name, host: '%' })} IDENTIFIED BY 'stray'`,
        ),
      ]
    : []),
  sqlTampering('a test database', 'CREATE DATABASE test'),
];
