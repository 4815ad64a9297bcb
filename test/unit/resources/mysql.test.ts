import assert from 'node:assert/strict';
import { Secret } from '../../../lib/model/secret.js';
import type { Resource } from '../../../lib/model/resource.js';
import {
  sqlAccount,
  sqlHex,
  sqlName,
  sqlString,
  executeSql,
} from '../../../lib/resources/mysql/mysql-client.js';
import { mysqlDatabase } from '../../../lib/resources/mysql/mysql-database.js';
import { mysqlGrant } from '../../../lib/resources/mysql/mysql-grant.js';
import { mysqlAbsentUser, mysqlUser } from '../../../lib/resources/mysql/mysql-user.js';
import { shownOf, type Shown } from './resource-case.js';

const answer = (stdout: string, status = 0): { status: number; stdout: string; stderr: string } => ({
  status,
  stdout,
  stderr: '',
});

/** What differs where the server said this. */
function differences(resources: readonly [Resource, ...Resource[]], stdout: string): readonly Shown[] {
  const [{ type }] = resources;
  const wants = resources.map(({ want }) => want);
  return type.read(answer(stdout), wants).flatMap((have, at) => shownOf(type.diff(wants[at], have)));
}

const account = mysqlUser({ name: 'app', host: '10.0.0.1', password: new Secret('wörd'), requireTls: true });
const native = '2A38414343303730343436363837383645413135353737383438323232343133383939323943423044';
const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();

describe('mysql.user', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'nothing where it is so already',
      `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t${native}\tANY\n`,
      [],
    ],
    ['an account that is not there', '9.7.4\n', ['create account']],
    [
      'a plugin that is not the server’s own, and with it the password',
      `9.7.4\n0\t${hex('auth_socket')}\t\tANY\n`,
      ['update plugin', 'update password'],
    ],
    [
      'another password',
      `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t${native.replace('38', '39')}\tANY\n`,
      ['update password'],
    ],
    [
      'TLS that is not required',
      `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t${native}\t\n`,
      ['update TLS'],
    ],
    [
      'an account that MySQL locked',
      `9.7.4\n0\t${hex('auth_socket')}\t\tANY\tY\n`,
      ['update plugin', 'update password', 'update lock'],
    ],
    [
      'an account that MariaDB locked',
      `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t${native}\tANY\ttrue\n`,
      ['update lock'],
    ],
    [
      'nothing of an account that was never locked',
      `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t${native}\tANY\tNULL\n`,
      [],
    ],
  ];
  for (const [title, said, expected] of cases) {
    it(`tells ${title}`, () => {
      assert.deepEqual(
        differences([account], said).map(({ verb, what }) => `${verb} ${what}`),
        expected,
      );
    });
  }

  it('never shows a password in a change', () => {
    const [change] = differences([account], `11.8.1-MariaDB\n0\t${hex('mysql_native_password')}\t00\tANY\n`);
    assert.ok(change?.to instanceof Secret);
    assert.ok(!JSON.stringify(change).includes('wörd'));
  });

  it('wants an absent account gone', () => {
    const gone = mysqlAbsentUser({ name: '', host: 'localhost' });
    assert.deepEqual(differences([gone], `9.7.4\n0\t\t\t\n`), [{ verb: 'remove', what: 'account' }]);
  });

  it('tells MariaDB, whose logs show statements as they came, no password but its hash', () => {
    const { text } = account.type.apply(account.want, { mariadb: true }, [
      { verb: 'create', key: 'account' },
    ]);
    assert.match(text, /IDENTIFIED BY PASSWORD .*\*[0-9A-F]{40}/);
    assert.doesNotMatch(text, /wörd/);
  });

  it('says that there is no client, which is not "no account"', () => {
    assert.throws(() => {
      account.type.read(answer('', 3), [account.want]);
    }, /no MySQL client is installed/);
  });

  it('says that the server is silent, which is not "no account"', () => {
    assert.throws(() => {
      account.type.read(answer('', 1), [account.want]);
    }, /did not answer/);
  });

  it('masks the whole statement that holds the password', () => {
    const { text, masked } = account.type.apply(account.want, { mariadb: false }, [
      { verb: 'create', key: 'account' },
    ]);
    assert.match(text, /wörd/);
    assert.doesNotMatch(masked, /wörd/);
  });

  for (const [why, want] of [
    ['an empty password', { name: 'a', host: '%', password: new Secret('') }],
    ['an empty name', { name: '', host: '%', password: new Secret('x') }],
    ['a host with a quote', { name: 'a', host: "x'", password: new Secret('x') }],
    ['a host in upper case', { name: 'a', host: 'Web1', password: new Secret('x') }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(() => mysqlUser(want), { code: 'E_INPUT' });
    });
  }
});

describe('mysql.database', () => {
  const database = mysqlDatabase({ name: 'app', charset: 'utf8mb4' });

  it('tells a database that is not there', () => {
    assert.deepEqual(differences([database], ''), [{ verb: 'create', what: 'database' }]);
  });

  it('leaves a collation alone that nobody declared', () => {
    assert.deepEqual(differences([database], '0\tutf8mb4\tutf8mb4_bin\n'), []);
  });

  it('tells another character set', () => {
    assert.deepEqual(differences([database], '0\tlatin1\tlatin1_swedish_ci\n'), [
      { verb: 'update', what: 'character set', from: 'latin1', to: 'utf8mb4' },
    ]);
  });

  it('refuses a character set that is SQL', () => {
    assert.throws(() => mysqlDatabase({ name: 'a', charset: 'utf8; DROP' }), { code: 'E_INPUT' });
  });
});

describe('mysql.grant', () => {
  const onAll = mysqlGrant({ user: 'app', host: 'h', on: 'app_db.*', privileges: ['select', 'Insert'] });
  const onTable = mysqlGrant({ user: 'app', host: 'h', on: 'app_db.t', privileges: ['CREATE'] });

  it('finds privileges whatever their case and order', () => {
    const said = '== 0\nGRANT INSERT, SELECT ON `app\\_db`.* TO `app`@`h`\n';
    assert.deepEqual(differences([onAll], said), []);
  });

  it('takes an unescaped underscore for what it is: a grant on many databases', () => {
    const said = '== 0\nGRANT INSERT, SELECT ON `app_db`.* TO `app`@`h`\n';
    assert.deepEqual(differences([onAll], said), [
      { verb: 'create', what: 'privileges on app_db.*', to: 'INSERT, SELECT' },
      { verb: 'remove', what: 'privileges on `app_db`.*', from: 'INSERT, SELECT' },
    ]);
  });

  it('takes the same name literally where the server has partial revokes', () => {
    const said = 'partial_revokes\tON\n== 0\nGRANT INSERT, SELECT ON `app_db`.* TO `app`@`h`\n';
    assert.deepEqual(differences([onAll], said), []);
  });

  it('tells surplus privileges, there and elsewhere, once per account', () => {
    const said =
      '== 0\nGRANT SELECT, INSERT, DROP ON `app\\_db`.* TO `app`@`h`\nGRANT CREATE ON `app_db`.`t` TO `app`@`h`\nGRANT FILE ON *.* TO `app`@`h`\n';
    assert.deepEqual(differences([onAll, onTable], said), [
      { verb: 'remove', what: 'privileges on app_db.*', from: 'DROP' },
      { verb: 'remove', what: 'privileges on *.*', from: 'FILE' },
    ]);
  });

  it('finds no privilege for an account that is not there', () => {
    assert.deepEqual(differences([onTable], ''), [
      { verb: 'create', what: 'privileges on app_db.t', to: 'CREATE' },
    ]);
  });

  it('keeps a declared grant on one object out of the strays of another', () => {
    const said =
      '== 0\nGRANT INSERT, SELECT ON `app\\_db`.* TO `app`@`h`\nGRANT CREATE ON `app_db`.`t` TO `app`@`h`\n';
    assert.deepEqual(differences([onTable, onAll], said), []);
  });

  for (const on of ['app', '*.t', 'a`b.*', 'a.b.c']) {
    it(`refuses to grant on ${on}`, () => {
      assert.throws(() => mysqlGrant({ user: 'a', host: 'h', on, privileges: ['SELECT'] }), {
        code: 'E_INPUT',
      });
    });
  }

  it('refuses a privilege that is SQL', () => {
    assert.throws(
      () => mysqlGrant({ user: 'a', host: 'h', on: 'a.*', privileges: ['SELECT ON *.* TO x;'] }),
      {
        code: 'E_INPUT',
      },
    );
  });
});

describe('SQL literals', () => {
  it('double quotes in strings and backticks in names', () => {
    assert.equal(sqlString(`it's \\ "x"`), `'it''s \\ "x"'`);
    assert.equal(sqlName('a`b'), '`a``b`');
    assert.equal(sqlAccount({ name: "o'x", host: '%' }), "'o''x'@'%'");
  });

  it('write any string in hex for comparisons', () => {
    assert.equal(sqlHex("ü'"), "x'c3bc27'");
  });

  it('refuse NUL', () => {
    assert.throws(() => sqlString('a\0b'), { code: 'E_INPUT' });
  });

  it('reach the client on stdin only: no statement is an argument of a program', () => {
    const { text } = executeSql(['SELECT 42']);
    assert.match(text, /printf '%s;\\n' .*'SELECT 42' \| sql/s);
  });
});
