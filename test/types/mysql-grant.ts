// The proof of what database accounts may do.
import { sqlAccount, sqlName, tellSql } from '../../lib/resources/mysql/mysql-client.js';
import type { MysqlGrantWant } from '../../lib/resources/mysql/mysql-grant.js';
import type { Tampering } from '../faults/tamper/tampering.js';
import { mysqlGrant } from '../../lib/kit.js';
import { proofOf } from './proof.js';

const told = (how: string, ...statements: readonly string[]): Tampering => ({
  how,
  script: tellSql(statements),
});

export const proof = proofOf<MysqlGrantWant>({
  type: 'mysql.grant',
  cases: 'test/unit/resources/mysql-grants.test.ts',
  samples: [
    { resource: mysqlGrant({ user: 'a', host: 'h', on: 'a.*', privileges: ['SELECT'] }), answer: '' },
  ],
  refused: 'test/unit/resources/mysql.test.ts',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: ({ user: name, host, on }) => {
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
  },
  rollback: 'test/types/mysql-database.ts',
  removal: 'test/faults/promise-06-removal.test.ts',
});
