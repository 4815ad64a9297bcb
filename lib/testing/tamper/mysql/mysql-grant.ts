// Tampering with database grants.
import { sqlAccount, sqlName } from '../../../resources/mysql/mysql-client.js';
import type { MysqlGrantWant } from '../../../resources/mysql/mysql-grant.js';
import { sqlTampering } from './sql-tampering.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<MysqlGrantWant> = ({ user: name, host, on }) => {
  const account = sqlAccount({ name, host });
  const [db = ''] = on.split('.');
  const object = db === '*' ? '*.*' : `${sqlName(db)}.*`;
  return [
    sqlTampering('an extra privilege', `GRANT TRIGGER ON ${object} TO ${account}`),
    sqlTampering(
      'the right to grant it to others',
      `GRANT SELECT ON ${object} TO ${account} WITH GRANT OPTION`,
    ),
    sqlTampering('a privilege elsewhere', `GRANT SELECT ON ${sqlName('mysql')}.* TO ${account}`),
    sqlTampering('a privilege everywhere', `GRANT PROCESS ON *.* TO ${account}`),
    sqlTampering('a missing privilege', `REVOKE SELECT ON ${object} FROM ${account}`),
  ];
};
