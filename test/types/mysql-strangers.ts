// The proof of undeclared database accounts.
import { tellSql, sqlAccount } from '../../lib/resources/mysql/mysql-client.js';
import type { MysqlStrangersWant } from '../../lib/resources/mysql/mysql-strangers.js';
import type { Tampering } from '../faults/tamper/tampering.js';
import { mysqlStrangers } from '../../lib/kit.js';
import { proofOf } from './proof.js';

const told = (how: string, ...statements: readonly string[]): Tampering => ({
  how,
  script: tellSql(statements),
});

export const proof = proofOf<MysqlStrangersWant>({
  type: 'mysql.strangers',
  cases: 'test/unit/resources/mysql-strangers.test.ts',
  samples: [{ resource: mysqlStrangers({ accounts: [] }), answer: 'account\t\t6C\n' }],
  refused: 'none: its accounts are those of mysql.user',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: ({ accounts: [first] }) => [
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
  ],
  rollback:
    'none: a dropped account had a password that nobody knows, which a rollback says (test/unit/resources/mysql-strangers.test.ts)',
  removal: 'none: it makes nothing',
});
