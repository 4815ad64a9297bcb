// The proof of database accounts.
import type { MysqlUserWant } from '../../../lib/resources/mysql/mysql-user.js';
import { mysqlAbsentUser, mysqlUser, Secret } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/mysql/mysql-user.js';
import { proofOf } from '../proof.js';

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
  drift: tamper,
  rollback: 'test/proofs/mysql/mysql-database.ts',
  removal: 'test/faults/promise-06-removal.test.ts',
});
