// `trueup test` holds for a sound role, and not for one that has a fault of any kind.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../../lib/package-root.js';
import { run, type Ended } from '../../e2e/run-trueup.js';
import { inMemory } from '../../hosts-in-memory.js';
import { mirrorOptions } from '../../mirror/chosen-mirror.js';
import { faulty, password, plantProject } from './planted-roles.js';

interface Row {
  readonly type: string;
  readonly role: string;
  readonly id: string;
  readonly state: string;
  readonly faults: readonly string[];
}

const ids = 'plan apply empty again checks reloads drift kills rollback prune secrets'.split(' ');

describe('trueup test', function () {
  this.timeout(600_000);
  let folder = '';

  before(function () {
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'trueup-planted-'));
    plantProject(folder);
  });
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  const trueup = (...words: readonly string[]): Promise<Ended> =>
    run(
      process.execPath,
      [
        join(packageRoot, 'dist/cli/main.js'),
        'test',
        ...(inMemory() ? ['--in-memory'] : []),
        ...mirrorOptions(),
        ...words,
      ],
      { cwd: folder },
    );

  function rowsOf({ stdout }: Ended): readonly Row[] {
    const lines = stdout.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Row).filter(({ type }) => type === 'row');
  }

  it('holds for a sound role, killed and all', async () => {
    const report = join(folder, 'sound.xml');
    const ended = await trueup('sound', '--points', '2', '--output', 'json', '--junit', report);
    const rows = rowsOf(ended);
    const bad = rows.filter(({ state }) => state !== 'held');
    assert.deepEqual(bad, [], ended.stderr);
    assert.deepEqual(rows.map(({ id }) => id).sort(), [...ids].sort());
    assert.equal(ended.status, 0, ended.stderr);
    const xml = readFileSync(report, 'utf8');
    assert.match(xml, /<testsuites name="trueup test" tests="\d+" failures="0" errors="0"/);
    assert.match(xml, /classname="sound.drift" name="one: file \/etc\/sound.conf: /);
    assert.ok(!xml.includes(password) && !ended.stdout.includes(password));
  });

  describe('with a planted fault', () => {
    let rows: readonly Row[] = [];
    let ended: Ended;

    before(async () => {
      ended = await trueup(...faulty, '--points', '0', '--tamperings', '1', '--output', 'json');
      rows = rowsOf(ended);
    });

    /** The rows of the role that don't hold: its faults by the row's id. */
    const failed = (role: string): Readonly<Record<string, string>> =>
      Object.fromEntries(
        rows
          .filter((row) => row.role === role && row.state === 'failed')
          .map(({ id, faults }) => [id, faults.join('\n')]),
      );

    it('exits with 1, and tells no secret', () => {
      assert.equal(ended.status, 1, ended.stderr);
      assert.ok(!ended.stdout.includes(password));
    });

    it('sees that a command always changes something', () => {
      const { empty = '' } = failed('restless');
      assert.deepEqual(Object.keys(failed('restless')), ['empty', 'again']);
      assert.match(empty, /role restless, command tell the time: still differs after the apply/);
      assert.match(empty, /declared at .*\/roles\/restless\/role\.ts:\d+$/m);
    });

    it('sees that a reload is forgotten', () => {
      const faults = failed('forgetful');
      assert.deepEqual(Object.keys(faults), ['reloads']);
      assert.match(faults.reloads ?? '', /forgetful.service reads \/etc\/forgetful.conf when it starts/);
    });

    it('sees that a secret is in an argument, and in a file for everybody', () => {
      const { secrets = '' } = failed('leaky');
      assert.match(secrets, /in the arguments of a process/);
      assert.match(secrets, /\/etc\/leaky.conf/);
    });

    it('sees that something does not go back', () => {
      const faults = failed('stubborn');
      assert.deepEqual(Object.keys(faults), ['rollback']);
      assert.match(faults.rollback ?? '', /\/srv\/stubborn\/data still exists/);
      assert.match(faults.rollback ?? '', /no undo is declared for “fill a folder”/);
    });
  });
});
