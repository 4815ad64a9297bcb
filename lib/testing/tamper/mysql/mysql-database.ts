// Tampering with databases.
import { sqlName } from '../../../resources/mysql/mysql-client.js';
import type { MysqlDatabaseWant } from '../../../resources/mysql/mysql-database.js';
import { sqlTampering } from './sql-tampering.js';
import type { Tamper } from '../tampering.js';

/** Ways to tamper with a resource of this type. */
export const tamper: Tamper<MysqlDatabaseWant> = ({ name, charset, collation }) =>
  charset === undefined && collation === undefined
    ? []
    : [
        sqlTampering(
          'character set',
          `ALTER DATABASE ${sqlName(name)} CHARACTER SET latin1 COLLATE latin1_swedish_ci`,
        ),
      ];
