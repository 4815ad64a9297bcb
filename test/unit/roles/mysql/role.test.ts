import assert from 'node:assert/strict';
import type { Facts } from '../../../../lib/model/facts.js';
import { canaries, debian, smallStack, ubuntu } from '../small-stack.js';

const configOf = (wants: Map<string, Record<string, unknown>>): string =>
  String(wants.get('file /etc/mysql/mysql.conf.d/zz-trueup.cnf')?.['content']);

describe('the mysql role', () => {
  it('makes one account per user and application server, each with its grants, after the server runs', async () => {
    const ids = [...(await (await smallStack()).wants('db1', ubuntu)).keys()];
    assert.deepEqual(
      ids.filter((id) => /^(service|mysql)/.test(id)),
      [
        'service mysql',
        'mysql.undeclared accounts and test database',
        'mysql.database guestbook',
        'mysql.user guestbook@198.18.77.21',
        'mysql.grant guestbook@198.18.77.21 on guestbook.*',
        'mysql.user guestbook@198.18.77.22',
        'mysql.grant guestbook@198.18.77.22 on guestbook.*',
        'mysql.user guestbook_migrate@198.18.77.21',
        'mysql.grant guestbook_migrate@198.18.77.21 on guestbook.*',
        'mysql.user guestbook_migrate@198.18.77.22',
        'mysql.grant guestbook_migrate@198.18.77.22 on guestbook.*',
      ],
    );
  });

  it('lets the application work with the data only, and asks TLS of everybody', async () => {
    const wants = await (await smallStack()).wants('db1');
    assert.deepEqual(wants.get('mysql.grant guestbook@198.18.77.21 on guestbook.*')?.['privileges'], [
      'SELECT',
      'INSERT',
      'UPDATE',
      'DELETE',
    ]);
    for (const [id, want] of wants)
      if (id.startsWith('mysql.user')) assert.equal(want['requireTls'], true, id);
  });

  it('changes nothing but accounts when an application server is added', async () => {
    const before = await (await smallStack({ apps: 2 })).wants('db1', ubuntu);
    const after = await (await smallStack({ apps: 3 })).wants('db1', ubuntu);
    const added = [...after.keys()].filter((id) => !before.has(id));
    assert.deepEqual(added.sort(), [
      'mysql.grant guestbook@198.18.77.23 on guestbook.*',
      'mysql.grant guestbook_migrate@198.18.77.23 on guestbook.*',
      'mysql.user guestbook@198.18.77.23',
      'mysql.user guestbook_migrate@198.18.77.23',
    ]);
    assert.equal(configOf(after), configOf(before));
  });

  it('takes what the release itself has: MySQL on Ubuntu, MariaDB on Debian', async () => {
    const onUbuntu = await (await smallStack()).wants('db1', ubuntu);
    assert.ok(onUbuntu.has('apt.packages logrotate mysql-server') && onUbuntu.has('service mysql'));
    const onDebian = await (await smallStack()).wants('db1');
    assert.ok(onDebian.has('apt.packages logrotate mariadb-server') && onDebian.has('service mariadb'));
    assert.ok(onDebian.has('file /etc/mysql/mariadb.conf.d/zz-trueup.cnf'));
    for (const wants of [onUbuntu, onDebian])
      assert.deepEqual(
        [...wants.keys()].filter((id) => id.startsWith('apt.repository')),
        [],
      );
  });

  it('goes on with the server that a host has already', async () => {
    const stack = await smallStack();
    assert.ok((await stack.wants('db1', { ...ubuntu, databaseServer: 'mariadb' })).has('service mariadb'));
  });

  it('takes mysql on Debian from the repository that the inventory names, and nothing else from there', async () => {
    const key = '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nx\n-----END PGP PUBLIC KEY BLOCK-----';
    const stack = await smallStack({
      files: { 'oracle.asc': key },
      mysql: {
        flavour: 'mysql',
        repository: {
          uris: ['https://repo.example/apt/debian'],
          suites: ['bookworm'],
          components: ['mysql-8.4-lts'],
          key: 'oracle.asc',
        },
      },
    });
    const wants = await stack.wants('db1');
    assert.ok(wants.has('apt.packages logrotate mysql-server') && wants.has('service mysql'));
    const named = wants.get('apt.repository mysql');
    assert.equal(named?.['key'], key);
    assert.equal(named['checkValidUntil'], undefined);
    assert.deepEqual(named['pin'], [
      { packages: '*', priority: 100 },
      { packages: 'mysql-* libmysqlclient*', priority: 990 },
    ]);
  });

  it('refuses mysql on Debian where no repository is named, and a repository that nothing would come from', async () => {
    const repository = { uris: ['http://deb.debian.org/debian'], suites: ['sid'] };
    await assert.rejects(async () => (await smallStack({ mysql: { flavour: 'mysql' } })).wants('db1'), {
      code: 'E_INPUT',
      message: 'db1: trixie does not include MySQL',
    });
    // Nobody would update a MySQL that came from elsewhere.
    const has: Facts = { ...debian, databaseServer: 'mysql' };
    await assert.rejects(async () => (await smallStack()).wants('db1', has), {
      code: 'E_INPUT',
      message: 'db1: the host runs MySQL, but trixie provides no updates for it',
    });
    await assert.rejects(async () => (await smallStack({ mysql: { repository } })).wants('db1'), {
      code: 'E_INPUT',
      message: 'db1: mysql.repository is only used with flavour mysql',
    });
  });

  it('binds MariaDB to one address where it takes no more', async () => {
    const wants = await (
      await smallStack()
    ).wants('db1', {
      ...debian,
      os: { id: 'debian', version: '11', codename: 'bullseye' },
    });
    assert.match(
      String(wants.get('file /etc/mysql/mariadb.conf.d/zz-trueup.cnf')?.['content']),
      /^bind_address = 198\.18\.77\.15$/m,
    );
  });

  it('binds to the private address and the host itself, and refuses what is not encrypted', async () => {
    const config = configOf(await (await smallStack()).wants('db1', ubuntu));
    assert.match(config, /^bind_address = 127\.0\.0\.1,198\.18\.77\.15$/m);
    assert.match(config, /^require_secure_transport = ON$/m);
    assert.match(config, /^mysqlx = OFF$/m);
    assert.match(config, /^innodb_buffer_pool_size = 2304M$/m);
  });

  it('opens its port to the roles that its users come from', async () => {
    const stack = await smallStack();
    assert.deepEqual(
      stack.openings('db1').map(({ port, from }) => [port, from]),
      [[3306, ['appserver']]],
    );
  });

  it('shows no password in anything it renders or could print', async () => {
    const stack = await smallStack();
    const shown = JSON.stringify([...(await stack.wants('db1'))]) + JSON.stringify(stack.checks('db1'));
    for (const secret of Object.values(canaries)) assert.ok(!shown.includes(secret));
    assert.ok(!shown.includes('PRIVATE KEY'));
  });

  it('expects two grants of a user of two databases, and no third', async () => {
    const user = { name: 'both', password: 'long enough', privileges: ['SELECT'] };
    const stack = await smallStack({
      apps: 1,
      mysql: {
        users: [
          { ...user, database: 'one_a' },
          { ...user, database: 'two' },
        ],
      },
    });
    const [check, ...others] = stack.checks('db1').filter(({ title }) => title.startsWith('both from'));
    assert.equal(others.length, 0);
    const judged = (stdout: string) => check?.judge([{ status: 0, stdout, stderr: '' }]);
    assert.equal(judged('SELECT on two\nSELECT on one_a\n'), undefined);
    assert.equal(judged('SELECT on two\n'), 'missing: SELECT on one_a');
    assert.equal(judged('SELECT on two\nSELECT on one_a\nDROP on two\n'), 'unexpected: DROP on two');
    assert.throws(() => check?.judge([{ status: 1, stdout: '', stderr: 'down' }]), { code: 'E_UNREADABLE' });
  });
});
