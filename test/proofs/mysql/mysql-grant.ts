// The proof of what database accounts may do.
import type { MysqlGrantWant } from '../../../lib/resources/mysql/mysql-grant.js';
import { mysqlGrant } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/mysql/mysql-grant.js';
import { proofOf } from '../proof.js';

export const proof = proofOf<MysqlGrantWant>({
  type: 'mysql.grant',
  cases: 'test/unit/resources/parse-grants.test.ts',
  samples: [
    { resource: mysqlGrant({ user: 'a', host: 'h', on: 'a.*', privileges: ['SELECT'] }), answer: '' },
  ],
  refused: 'test/unit/resources/mysql.test.ts',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: tamper,
  rollback: 'test/proofs/mysql/mysql-database.ts',
  removal: 'test/faults/promise-06-removal.test.ts',
});
