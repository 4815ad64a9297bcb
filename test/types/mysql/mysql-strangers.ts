// The proof of undeclared database accounts.
import type { MysqlStrangersWant } from '../../../lib/resources/mysql/mysql-strangers.js';
import { mysqlStrangers } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/mysql/mysql-strangers.js';
import { proofOf } from '../proof.js';

export const proof = proofOf<MysqlStrangersWant>({
  type: 'mysql.strangers',
  cases: 'test/unit/resources/mysql-strangers.test.ts',
  samples: [{ resource: mysqlStrangers({ accounts: [] }), answer: 'account\t\t6C\n' }],
  refused: 'none: its accounts are those of mysql.user',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: tamper,
  rollback:
    'none: a dropped account had a password that nobody knows, which a rollback says (test/unit/resources/mysql-strangers.test.ts)',
  removal: 'none: it makes nothing',
});
