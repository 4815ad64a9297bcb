// The proof of databases.
import { packages, service, mysqlDatabase, mysqlUser, Secret, mysqlGrant, sh } from '../../../lib/kit.js';
import type { MysqlDatabaseWant } from '../../../lib/resources/mysql/mysql-database.js';
import { tamper } from '../../../lib/testing/tamper/mysql/mysql-database.js';
import { proofOf } from '../proof.js';

const server = [
  packages({ names: ['mariadb-server'] }),
  service({ unit: 'mariadb', running: true, enabled: true }),
];

const who = { name: "we'ird", host: '127.0.0.1' };
const password = new Secret('only-for-this-test');

const mysqlBefore = [
  mysqlDatabase({ name: 'app_db', charset: 'latin1', collation: 'latin1_swedish_ci' }),
  mysqlUser({ ...who, password, requireTls: true }),
  mysqlGrant({ user: who.name, host: who.host, on: 'app_db.*', privileges: ['SELECT', 'UPDATE'] }),
];

export const proof = proofOf<MysqlDatabaseWant>({
  type: 'mysql.database',
  cases: 'test/unit/resources/mysql.test.ts',
  samples: [{ resource: mysqlDatabase({ name: "a'b", charset: 'utf8mb4' }), answer: '' }],
  refused: 'test/unit/resources/mysql.test.ts',
  cycle: 'test/contract/resources/mysql.test.ts',
  drift: tamper,
  rollback: [
    {
      title: 'mysql',
      before: () => [...server, ...mysqlBefore],
      after: () => [
        ...server,
        mysqlDatabase({ name: 'app_db', charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }),
        mysqlUser({ ...who, password, requireTls: false }),
        mysqlGrant({ user: who.name, host: who.host, on: 'app_db.*', privileges: ['SELECT', 'DELETE'] }),
        mysqlUser({ name: 'second', host: '127.0.0.1', password }),
        mysqlGrant({ user: 'second', host: '127.0.0.1', on: 'app_db.*', privileges: ['INSERT'] }),
      ],
      look: sh`mariadb -N -e "SHOW CREATE DATABASE app_db; SELECT user, host, ssl_type FROM mysql.user WHERE host = '127.0.0.1'; SHOW GRANTS FOR 'we''ird'@'127.0.0.1'"`,
      cleanUp: sh`
export DEBIAN_FRONTEND=noninteractive
systemctl stop mariadb 2>/dev/null || true
apt-get -q -y purge 'mariadb-*' 'mysql-*' >/dev/null 2>&1 || true
rm -rf /var/lib/mysql /etc/mysql`,
    },
  ],
  removal: 'test/unit/plan/find-orphans.test.ts',
});
