import assert from 'node:assert/strict';
import { mysqlUndeclared } from '../../../lib/resources/mysql/mysql-undeclared.js';
import { shownOf } from './resource-case.js';

const { type, want } = mysqlUndeclared({
  accounts: [
    { name: 'app', host: '10.0.0.1' },
    { name: 'app', host: '10.0.0.2' },
  ],
});

const hex = (text: string): string => Buffer.from(text).toString('hex').toUpperCase();
const account = (name: string, host: string): string => `account\t${hex(name)}\t${hex(host)}\n`;
const local = account('root', 'localhost') + account('mysql.sys', 'localhost');

const haveWhere = (stdout: string): unknown => type.read({ status: 0, stdout, stderr: '' }, [want])[0];

function changesWhere(stdout: string): string[] {
  return shownOf(type.diff(want, haveWhere(stdout))).map(({ verb, what }) => `${verb} ${what}`);
}

describe('mysql.undeclared', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing where only declared accounts and the system are', account('app', '10.0.0.1'), []],
    ['an anonymous account', account('', 'localhost'), ["remove account ''@'localhost'"]],
    ['root from afar', account('root', '%'), ["remove account 'root'@'%'"]],
    [
      'a declared name at an address that left',
      account('app', '10.0.0.9'),
      ["remove account 'app'@'10.0.0.9'"],
    ],
    ['a declared name from anywhere', account('app', '%'), ["remove account 'app'@'%'"]],
    [
      'a name that would end a string of SQL',
      account("a'b", 'h') + account('', "h'"),
      ["remove account ''@'h'''"],
    ],
    ['an empty test database', 'test\n', ['remove empty test database']],
    ["nothing of other people's accounts", account('backup', '%') + account('App', '%'), []],
  ];
  for (const [what, said, expected] of cases) {
    it(`tells ${what}`, () => {
      assert.deepEqual(changesWhere(local + said), expected);
    });
  }

  it('removes each stranger, and the database only if it was empty', () => {
    const script = (stdout: string): string => {
      const have = haveWhere(stdout);
      return type.apply(want, have, type.diff(want, have)).text;
    };
    assert.match(script(local + account('root', '%')), /DROP USER/);
    assert.ok(!script(local + account('root', '%')).includes('DROP DATABASE'));
    assert.match(script(`${local}test\n`), /DROP DATABASE test/);
  });

  it('drops what the ledger knows of a stranger, and of nobody else', () => {
    const said = local + account('app', '10.0.0.1') + account('app', '10.0.0.9');
    assert.deepEqual(type.undo?.drops?.(want, haveWhere(said)), [
      'mysql.user app@10.0.0.9',
      'mysql.grant app@10.0.0.9 on ',
    ]);
  });

  it('does not take a server that names nobody for one without undeclared accounts', () => {
    assert.throws(() => changesWhere(''), /listed no accounts/);
  });
});
