// The proof of undeclared database accounts.
import type { MysqlUndeclaredWant } from '../../../lib/resources/mysql/mysql-undeclared.js';
import { mysqlUndeclared } from '../../../lib/kit.js';
import { tamper } from '../../../lib/testing/tamper/mysql/mysql-undeclared.js';
import { proofOf } from '../proof.js';

export const proof = proofOf<MysqlUndeclaredWant>({
  type: 'mysql.undeclared',
  cases: 'test/unit/resources/mysql-undeclared.test.ts',
  samples: [{ resource: mysqlUndeclared({ accounts: [] }), answer: 'account\t\t6C\n' }],
  refused: 'none: its accounts are those of mysql.user',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: tamper,
  rollback:
    'none: a dropped account had a password that nobody knows, which a rollback says (test/unit/resources/mysql-undeclared.test.ts)',
  removal: 'none: it makes nothing',
});
