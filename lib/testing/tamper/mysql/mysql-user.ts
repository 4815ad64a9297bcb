// Tampering with database accounts.
import { sqlAccount } from '../../../resources/mysql/mysql-client.js';
import type { MysqlUserWant } from '../../../resources/mysql/mysql-user.js';
import { sqlTampering } from './sql-tampering.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<MysqlUserWant> = (want) => {
  const account = sqlAccount(want);
  if ('absent' in want) return [sqlTampering('created', `CREATE USER ${account} IDENTIFIED BY 'stray'`)];
  return [
    sqlTampering('password', `ALTER USER ${account} IDENTIFIED BY 'stray'`),
    sqlTampering('TLS', `ALTER USER ${account} REQUIRE ${want.requireTls === true ? 'NONE' : 'SSL'}`),
    sqlTampering('locked', `ALTER USER ${account} ACCOUNT LOCK`),
  ];
};
