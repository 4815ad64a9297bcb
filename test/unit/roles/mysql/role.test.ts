import assert from 'node:assert/strict';
import { canaries, removeStacks, smallStack, ubuntu } from '../small-stack.js';

const configOf = (wants: Map<string, Record<string, unknown>>): string =>
  String(wants.get('file /etc/mysql/mysql.conf.d/zz-trueup.cnf')?.['content']);

describe('the mysql role', () => {
  after(removeStacks);

  it('makes one account per user and application server, each with its grants, after the server runs', async () => {
    const ids = [...(await (await smallStack()).wants('db1')).keys()];
    assert.deepEqual(
      ids.filter((id) => /^(service|mysql)/.test(id)),
      [
        'service mysql',
        'mysql.strangers accounts and test database',
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
    const before = await (await smallStack({ apps: 2 })).wants('db1');
    const after = await (await smallStack({ apps: 3 })).wants('db1');
    const added = [...after.keys()].filter((id) => !before.has(id));
    assert.deepEqual(added.sort(), [
      'mysql.grant guestbook@198.18.77.23 on guestbook.*',
      'mysql.grant guestbook_migrate@198.18.77.23 on guestbook.*',
      'mysql.user guestbook@198.18.77.23',
      'mysql.user guestbook_migrate@198.18.77.23',
    ]);
    assert.equal(configOf(after), configOf(before));
  });

  it('takes mysql from sid on Debian, pinned so that nothing else comes from there', async () => {
    const wants = await (await smallStack()).wants('db1');
    const sid = wants.get('apt.repository sid');
    assert.equal(sid?.['checkValidUntil'], false);
    const [all, ours] = sid['pin'] as { packages: string; priority: number }[];
    assert.deepEqual(all, { packages: '*', priority: 100 });
    assert.ok(ours && ours.priority > 500 && ours.packages.split(' ').includes('mysql-*'));
    assert.ok(!ours.packages.split(' ').includes('*'));
  });

  it('takes mysql on Ubuntu, and mariadb anywhere, from the distribution', async () => {
    const onUbuntu = await (await smallStack()).wants('db1', ubuntu);
    const maria = await (await smallStack({ mysql: { flavour: 'mariadb' } })).wants('db1');
    for (const wants of [onUbuntu, maria]) assert.ok(!wants.has('apt.repository sid'));
    assert.ok(onUbuntu.has('apt.packages logrotate mysql-server'));
    assert.ok(maria.has('apt.packages logrotate mariadb-server') && maria.has('service mariadb'));
    assert.ok(maria.has('file /etc/mysql/mariadb.conf.d/zz-trueup.cnf'));
  });

  it('binds to the private address and the host itself, and refuses what is not encrypted', async () => {
    const config = configOf(await (await smallStack()).wants('db1'));
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
    assert.equal(judged('SELECT on two\nSELECT on one_a\nDROP on two\n'), 'too much: DROP on two');
    assert.throws(() => check?.judge([{ status: 1, stdout: '', stderr: 'down' }]), { code: 'E_UNREADABLE' });
  });
});
