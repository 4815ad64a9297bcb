// Accounts, databases and grants in a real MariaDB and a real MySQL.
import assert from 'node:assert/strict';
import {
  mysqlAbsentUser,
  mysqlDatabase,
  mysqlGrant,
  mysqlUndeclared,
  mysqlUser,
  packages,
  Secret,
  service,
  sh,
  type Resource,
  type Script,
} from '../../../lib/kit.js';
import { sqlWithPassword, executeSql } from '../../../lib/resources/mysql/mysql-client.js';
import { sid } from '../mysql-from-sid.js';
import { resourceCycle } from '../resource-cycle.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const flavours = [
  { client: 'mariadb', unit: 'mariadb', server: [packages({ names: ['mariadb-server'] })] },
  { client: 'mysql', unit: 'mysql', server: [sid, packages({ names: ['mysql-server'] })] },
] as const;

const purge = sh`
export DEBIAN_FRONTEND=noninteractive
systemctl stop mariadb mysql 2>/dev/null || true
apt-get -q -y purge 'mariadb-*' 'mysql-*' >/dev/null 2>&1 || true
rm -rf /var/lib/mysql /etc/mysql /etc/apt/sources.list.d/trueup-sid.sources /etc/apt/preferences.d/trueup-sid`;

const password = new Secret(`it's "a" \\ pass\nwörd; -- $(x) \`y\` # near 'z`);
const local = { name: "we'ird", host: '127.0.0.1' };
const who = "'we''ird'@'127.0.0.1'";
const account = `mysql.user we'ird@127.0.0.1`;
const grantId = `mysql.grant we'ird@127.0.0.1 on app_db.*`;

const resources: readonly Resource[] = [
  mysqlDatabase({ name: 'app_db', charset: 'utf8mb4' }),
  mysqlUser({ ...local, password, requireTls: true }),
  mysqlGrant({
    user: local.name,
    host: local.host,
    on: 'app_db.*',
    privileges: ['SELECT', 'insert', 'Update'],
  }),
  mysqlGrant({ user: local.name, host: local.host, on: 'app_db.t', privileges: ['CREATE'] }),
  mysqlAbsentUser({ name: '', host: 'localhost' }),
];

for (const { client, unit, server } of flavours) {
  const sql = (text: string): Script =>
    sh`printf %s ${text} | ${client} --user=root --batch --skip-column-names`;
  const tamper = (name: string, text: string, changes: readonly string[]) => ({
    name,
    by: sql(text),
    changes,
  });

  describe(`In ${client}`, function () {
    this.timeout(600_000);
    let bed: TestBed;
    before(async function () {
      bed = await TestBed.connect(testHost.call(this));
      await bed.run(purge);
    });
    after(async () => {
      // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
      if (!bed) return;
      await bed.run(purge);
      await bed.close();
    });

    it('what a server should hold is unknown until there is one', async () => {
      const found = await bed.differences([...server, ...resources]);
      assert.deepEqual(
        found.slice(-resources.length),
        resources.map(({ id }) => `${id}: unknown`),
      );
      await bed.converge([...server, service({ unit, running: true, enabled: true })]);
    });

    resourceCycle({
      title: 'A database with an account',
      // Made again for each answer, they don't count as traces.
      folders: ['/etc', '/root', '/var/lib/trueup', '/tmp'],
      resources,
      before: sql("CREATE USER ''@'localhost'"),
      atFirst: [
        'mysql.database app_db: create database',
        `${account}: create account`,
        `${grantId}: create privileges on app_db.*`,
        `mysql.grant we'ird@127.0.0.1 on app_db.t: create privileges on app_db.t`,
        'mysql.user @localhost: remove account',
      ],
      tamperings: [
        tamper('another password', `ALTER USER ${who} IDENTIFIED BY 'other'`, [
          `${account}: update password`,
        ]),
        tamper('TLS that is not required', `ALTER USER ${who} REQUIRE NONE`, [`${account}: update TLS`]),
        tamper('a privilege too many', `GRANT DELETE ON \`app\\_db\`.* TO ${who}`, [
          `${grantId}: remove privileges on app_db.*`,
        ]),
        tamper('a privilege that is gone', `REVOKE UPDATE ON \`app\\_db\`.* FROM ${who}`, [
          `${grantId}: update privileges on app_db.*`,
        ]),
        tamper('all privileges instead of some', `GRANT ALL ON \`app\\_db\`.* TO ${who}`, [
          `${grantId}: update privileges on app_db.*`,
          `${grantId}: remove privileges on app_db.*`,
        ]),
        tamper(
          'all privileges everywhere, and to pass them on',
          `GRANT ALL ON *.* TO ${who} WITH GRANT OPTION`,
          [`${grantId}: remove privileges on *.*`],
        ),
        tamper('a grant whose underscore means any letter', `GRANT SELECT ON \`app_db\`.* TO ${who}`, [
          `${grantId}: remove privileges on \`app_db\`.*`,
        ]),
        tamper('a role', `CREATE ROLE IF NOT EXISTS boss; GRANT boss TO ${who}`, [
          `${grantId}: remove role \`boss\`${client === 'mysql' ? '@`%`' : ''}`,
        ]),
        tamper('another character set', 'ALTER DATABASE app_db CHARACTER SET latin1', [
          'mysql.database app_db: update character set',
        ]),
        tamper('an account that must not be', "CREATE USER ''@'localhost'", [
          'mysql.user @localhost: remove account',
        ]),
        tamper('an account that is gone', `DROP USER ${who}`, [
          `${account}: create account`,
          `${grantId}: create privileges on app_db.*`,
          `mysql.grant we'ird@127.0.0.1 on app_db.t: create privileges on app_db.t`,
        ]),
      ],
    });

    const found = (what: string): readonly string[] => [
      `mysql.undeclared accounts and test database: remove ${what}`,
    ];
    resourceCycle({
      title: 'Uninvited accounts',
      folders: ['/etc', '/root', '/var/lib/trueup', '/tmp'],
      resources: [mysqlUndeclared({ accounts: [{ name: 'app', host: '10.0.0.1' }] })],
      before: sql("CREATE USER IF NOT EXISTS ''@'localhost'; CREATE DATABASE test"),
      atFirst: [...found("account ''@'localhost'"), ...found('empty test database')],
      tamperings: [
        tamper(
          'a declared name that may come from anywhere',
          "CREATE USER app@'%' IDENTIFIED BY 'x', app@'10.0.0.1' IDENTIFIED BY 'x'",
          found("account 'app'@'%'"),
        ),
        tamper(
          "root from afar, and nobody else's account",
          "CREATE USER root@'%' IDENTIFIED BY 'x', backup@'%' IDENTIFIED BY 'x'",
          found("account 'root'@'%'"),
        ),
        tamper(
          'an anonymous account, but no test database that holds something',
          "CREATE DATABASE test; CREATE TABLE test.kept (id INT); CREATE USER ''@'%'",
          found("account ''@'%'"),
        ),
      ],
    });

    describe('An account', () => {
      it('the account logs in with its password, whatever is in it, over TLS only', async () => {
        const login = (options: readonly string[], by = password): Script =>
          sh`MYSQL_PWD=${by} ${client} --no-defaults --protocol=tcp --host=127.0.0.1 --user=${local.name} ${options} --skip-column-names -e 'SELECT CURRENT_USER()'`;
        assert.equal(await bed.run(login([])), "we'ird@127.0.0.1\n");
        assert.match((await bed.answer(login([], new Secret('other')))).stderr, /ERROR 1045/);
        const plain = client === 'mysql' ? ['--ssl-mode=DISABLED'] : ['--skip-ssl'];
        assert.match((await bed.answer(login(plain))).stderr, /ERROR \d+/);
      });

      it('a grant to nobody is refused, and makes no account', async () => {
        const stray = mysqlGrant({ user: 'nobody', host: '%', on: 'x.*', privileges: ['SELECT'] });
        await assert.rejects(bed.converge([stray]), (error: { output?: string }) =>
          /^ERROR 1(410|133)/.test(error.output ?? ''),
        );
        assert.equal(await bed.run(sql("SELECT COUNT(*) FROM mysql.user WHERE User = 'nobody'")), '0\n');
      });

      it('an error quotes no password', async () => {
        const broken = executeSql([
          sqlWithPassword('CREATE USER x@y BY ', new Secret('hunter2\nhunter2'), ''),
        ]);
        const { status, stderr } = await bed.answer(broken);
        assert.equal(status, 1);
        assert.match(stderr, /^ERROR 1064/);
        assert.doesNotMatch(stderr, /hunter2/);
      });

      it('a server that is down is told as such', async () => {
        await bed.run(sh`systemctl stop ${unit}`);
        await assert.rejects(
          bed.compare(resources),
          /cannot determine the state of mysql\.database app_db, because the database server did not answer: ERROR 2002/,
        );
      });
    });
  });
}
