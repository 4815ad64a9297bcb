// The proof of database accounts.
import { sqlAccount, tellSql } from '../../lib/resources/mysql/mysql-client.js';
import type { MysqlUserWant } from '../../lib/resources/mysql/mysql-user.js';
import type { Tampering } from '../faults/tamper/tampering.js';
import { mysqlAbsentUser, mysqlUser, Secret } from '../../lib/kit.js';
import { proofOf } from './proof.js';

const told = (how: string, ...statements: readonly string[]): Tampering => ({
  how,
  script: tellSql(statements),
});

const account = mysqlUser({ name: 'app', host: 'h', password: new Secret("it's"), requireTls: true });

export const proof = proofOf<MysqlUserWant>({
  type: 'mysql.user',
  cases: 'test/unit/resources/mysql.test.ts',
  samples: [
    { resource: account, answer: '9.7.4\n' },
    { resource: account, answer: '11.8.1-MariaDB\n0\t00\t00\t\n' },
    { resource: mysqlAbsentUser({ name: '', host: 'localhost' }), answer: '9.7.4\n0\t\t\t\n' },
  ],
  refused: 'test/unit/resources/mysql.test.ts',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: (want) => {
    const account = sqlAccount(want);
    if ('absent' in want) return [told('created', `CREATE USER ${account} IDENTIFIED BY 'stray'`)];
    return [
      told('password', `ALTER USER ${account} IDENTIFIED BY 'stray'`),
      told('TLS', `ALTER USER ${account} REQUIRE ${want.requireTls === true ? 'NONE' : 'SSL'}`),
      told('locked', `ALTER USER ${account} ACCOUNT LOCK`),
    ];
  },
  rollback: 'test/types/mysql-database.ts',
  removal: 'test/faults/promise-06-removal.test.ts',
});
