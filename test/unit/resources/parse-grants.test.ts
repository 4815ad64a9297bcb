import assert from 'node:assert/strict';
import { grant, readGrants, revoke } from '../../../lib/resources/mysql/parse-grants.js';

const cases: readonly (readonly [string, readonly string[], Record<string, readonly string[]>])[] = [
  ['no privilege in USAGE', ["GRANT USAGE ON *.* TO `u`@`h` IDENTIFIED BY PASSWORD '*AB' REQUIRE SSL"], {}],
  [
    'privileges on a database',
    ['GRANT SELECT, INSERT ON `app\\_db`.* TO `u`@`h`'],
    { '`app\\_db`.*': ['SELECT', 'INSERT'] },
  ],
  [
    'the grant option as a privilege of its own',
    ['GRANT ALL PRIVILEGES ON *.* TO `u`@`h` REQUIRE SSL WITH GRANT OPTION'],
    { '*.*': ['ALL PRIVILEGES', 'GRANT OPTION'] },
  ],
  [
    'the grant option behind a limit',
    ['GRANT SELECT ON *.* TO `u`@`h` WITH MAX_QUERIES_PER_HOUR 5 GRANT OPTION'],
    { '*.*': ['SELECT', 'GRANT OPTION'] },
  ],
  [
    'static and dynamic privileges of one object together',
    ['GRANT SELECT ON *.* TO `u`@`h`', 'GRANT BACKUP_ADMIN,CLONE_ADMIN ON *.* TO `u`@`h`'],
    { '*.*': ['SELECT', 'BACKUP_ADMIN', 'CLONE_ADMIN'] },
  ],
  [
    'columns without a comma to split at',
    ['GRANT SELECT (`a`, `b`), UPDATE (`a`) ON `d`.`t` TO `u`@`h`'],
    { '`d`.`t`': ['SELECT (`a`, `b`)', 'UPDATE (`a`)'] },
  ],
  ['a routine', ['GRANT EXECUTE ON PROCEDURE `d`.`p` TO `u`@`h`'], { 'PROCEDURE `d`.`p`': ['EXECUTE'] }],
  [
    'roles, as MySQL and as MariaDB write them',
    [
      'GRANT `boss`@`%`,`r`@`h` TO `u`@`h`',
      'GRANT `clerk` TO `u`@`h`',
      "SET DEFAULT ROLE `clerk` FOR 'u'@'h'",
    ],
    { 'role `boss`@`%`': ['MEMBER'], 'role `r`@`h`': ['MEMBER'], 'role `clerk`': ['MEMBER'] },
  ],
  [
    'a database whose name holds " TO "',
    ['GRANT SELECT ON `a TO b`.* TO `u`@`h`'],
    { '`a TO b`.*': ['SELECT'] },
  ],
];

describe('readGrants', () => {
  for (const [title, lines, expected] of cases) {
    it(`reads ${title}`, () => {
      const read = Object.fromEntries([...readGrants(lines)].map(([object, has]) => [object, [...has]]));
      assert.deepEqual(read, expected);
    });
  }
});

describe('grant and revoke', () => {
  it('give the grant option beside no privilege by USAGE', () => {
    assert.deepEqual(grant(['GRANT OPTION'], '*.*', "'u'@'h'"), [
      "GRANT USAGE ON *.* TO 'u'@'h' WITH GRANT OPTION",
    ]);
  });

  it('take the grant option in a statement of its own, as MariaDB asks', () => {
    assert.deepEqual(revoke(['SELECT', 'GRANT OPTION'], '*.*', "'u'@'h'"), [
      "REVOKE SELECT ON *.* FROM 'u'@'h'",
      "REVOKE GRANT OPTION ON *.* FROM 'u'@'h'",
    ]);
  });

  it('take a role by its name', () => {
    assert.deepEqual(revoke(['MEMBER'], 'role `boss`@`%`', "'u'@'h'"), ["REVOKE `boss`@`%` FROM 'u'@'h'"]);
  });
});
