import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { packages } from '../../../lib/resources/packages/packages.js';
import { revertOf } from '../../../lib/undo/undo-defaults.js';
import { shownOf } from './resource-case.js';

const answer = (stdout: string, status = 0): { status: number; stdout: string; stderr: string } => ({
  status,
  stdout,
  stderr: '',
});
const resource = packages({ names: ['nginx', 'libc6:i386'], absent: ['apache2'] });
const { type, want } = resource;

function differences(stdout: string): readonly string[] {
  const have: unknown = type.read(answer(stdout), [want])[0];
  return shownOf(type.diff(want, have)).map(
    ({ verb, what, from }) => `${verb} ${what}${from === undefined ? '' : ` (${String(from)})`}`,
  );
}

const nginx = 'P|ii |nginx|amd64\n';
const libc = 'P|ii |libc6|i386\n';

describe('apt.packages', () => {
  it('says of a rollback which packages stay, and which stay away', () => {
    const have: unknown = type.read(answer(libc + 'P|ii |apache2|amd64\n'), [want])[0];
    assert.deepEqual(revertOf(resource, have, type.diff(want, have)), [
      'left installed because removing packages could delete data: nginx',
      'removed packages are not restored: apache2; apply the older commit to install them again',
    ]);
  });

  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing where all is so already', nginx + libc, []],
    ['nothing for a package on hold', 'P|hi |nginx|amd64\n' + libc, []],
    [
      'nothing for an unwanted one of which only the configuration is left',
      nginx + libc + 'P|rc |apache2|amd64\n',
      [],
    ],
    ['a package that dpkg does not know', libc, ['create package nginx']],
    ['a package that was removed', libc + 'P|rc |nginx|amd64\n', ['create package nginx']],
    [
      'another architecture than the wanted one',
      nginx + 'P|ii |libc6|amd64\n',
      ['create package libc6:i386'],
    ],
    ['an unwanted package', nginx + libc + 'P|ii |apache2|amd64\n', ['remove package apache2']],
    [
      'an unwanted package that is on hold',
      nginx + libc + 'P|hi |apache2|amd64\n',
      ['remove package apache2'],
    ],
    [
      'a package that apt would remove as no longer needed',
      nginx + libc + 'M|nginx\n',
      ['update package nginx (installed automatically)'],
    ],
    [
      'a package that a killed dpkg left unpacked, and the repair',
      'P|iU |nginx|amd64\n' + libc,
      ['run repair of an interrupted dpkg (nginx)', 'update package nginx (unpacked)'],
    ],
    [
      'the repair for a package that nobody here declared',
      nginx + libc + 'P|iF |exim4|all\n',
      ['run repair of an interrupted dpkg (exim4)'],
    ],
    [
      'the repair for a package that must be installed again',
      nginx + libc + 'P|iiR|tar|amd64\n',
      ['run repair of an interrupted dpkg (tar)'],
    ],
    [
      'the repair for a journal of dpkg',
      nginx + libc + 'U|\n',
      ["run repair of an interrupted dpkg (dpkg's journal)"],
    ],
    ['a policy-rc.d of ours', nginx + libc + 'L|\n', ['remove policy-rc.d left by an interrupted run']],
  ];
  for (const [title, said, expected] of cases) {
    it(`tells ${title}`, () => {
      assert.deepEqual(differences(said), expected);
    });
  }

  it('never takes a failed dpkg-query for "not installed"', () => {
    assert.throws(() => {
      type.read(answer('', 2), [want]);
    }, /status 2/);
  });

  it('asks apt for what lacks only, so that what is there is not upgraded by the way', () => {
    const have: unknown = type.read(answer(nginx), [want])[0];
    const { text } = type.apply(want, have, []);
    assert.match(text, /attempt apt install "\$@" 'libc6:i386'; then\n/);
  });

  it('lets nothing be removed unasked', () => {
    const have: unknown = type.read(answer(''), [want])[0];
    assert.match(type.apply(want, have, []).text, /--no-remove/);
  });

  it('looks for new lists once more before it says that a package does not exist', () => {
    const have: unknown = type.read(answer(''), [want])[0];
    assert.match(
      type.apply(want, have, []).text,
      /fresh \|\| update\n.*\n.*\n {2}\[ -n "\$young" \] \|\| update/,
    );
  });

  it('names a few packages in full and counts many', () => {
    assert.equal(packages({ names: ['aa', 'bb'] }).id, 'apt.packages aa bb');
    assert.equal(
      packages({ names: ['aa', 'bb', 'cc', 'dd'], absent: ['ee'] }).id,
      'apt.packages aa bb cc +2',
    );
  });

  for (const name of ['Nginx', 'a b', '-o', 'nginx=1.2', 'nginx/sid', 'x', 'nginx-*']) {
    it(`refuses ${name} as a name`, () => {
      assert.throws(() => packages({ names: [name] }), { code: 'E_INPUT' });
    });
  }
});

describe('policy-rc.d', () => {
  const have: unknown = type.read(answer(''), [want])[0];
  const { text } = type.apply(want, have, []);
  // The lines that the transaction writes into it.
  const written = /printf '%s\\n' ('\nkept=[^]*?exit 101')\n/.exec(text)?.[1] ?? '';
  const body = execFileSync('dash', { input: `printf %s ${written}`, encoding: 'utf8' });

  function ask(...args: readonly string[]): number {
    const script = `running='sshd.service cron.service '\nset -- ${args.join(' ')}\n${body}`;
    try {
      execFileSync('dash', { input: script });
      return 0;
    } catch (error) {
      return (error as { status: number }).status;
    }
  }

  const allowed = 104;
  const denied = 101;
  for (const [title, args, expected] of [
    ['keeps a new service from starting', ['nginx.service', 'start'], denied],
    ['keeps one down that an init script would start', ['--quiet', 'nginx', 'start', '2'], denied],
    ['lets a running one restart', ['cron.service', 'restart'], allowed],
    ['lets a running one restart by its init script', ['cron', 'restart'], allowed],
    ['lets timers start', ['logrotate.timer', 'start'], allowed],
    ['lets dbus start', ['dbus.socket', 'start'], allowed],
  ] as const) {
    it(title, () => {
      assert.equal(ask(...args), expected);
    });
  }
});
