// Promise 7: planted secrets are looked for in every output, in every process and in every file, while and after.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../lib/model/fleet.js';
import { freshHost } from '../contract/fresh-host.js';
import { trueup as built, type Ended } from '../e2e/run-trueup.js';
import { operatorScript, plant, tidy, type Planted } from './sites/secret-inventory.js';
import { asRoot, watchTestHost, type WatchedTestHost } from './runs/watched-host.js';

const control = `control-${String(process.pid)}-${String(Date.now())}`;

/** Files that may hold a secret, each with the widest it may ever be. */
const declared: readonly (readonly [path: RegExp, mode: number])[] = [
  [/^\/etc\/leaky\//, 0o640],
  [/^\/etc\/nginx\//, 0o640],
  [/^\/etc\/mysql\//, 0o640],
  // What systemd hands to the unit, in memory.
  [/^\/run\/credentials\//, 0o440],
];

describe('promise 7: secrets are never disclosed', function () {
  this.timeout(300_000);
  let connection: Connection;
  let folder = '';
  let planted: Planted;
  let anchor: WatchedTestHost | undefined;
  let watched: WatchedTestHost['host'] | undefined;
  let applied: Ended;

  before(async function () {
    connection = await freshHost.call(this);
    if (process.getuid?.() !== 0) this.skip();
    folder = mkdtempSync(join(tmpdir(), 'trueup-canaries-'));
    planted = await plant(folder, connection);
    await asRoot(
      connection,
      operatorScript(planted.canaries['the sudo password'] ?? '', connection.user ?? 'root'),
    );
    anchor = await watchTestHost(connection, [...Object.values(planted.canaries), control]);
    watched = anchor?.host;
    // A host elsewhere can't be watched from here.
    if (!watched) this.skip();
    watched.watch([
      '/run',
      '/tmp',
      '/var/tmp',
      '/var/lib/trueup',
      '/etc',
      '/root',
      '/dev/shm',
      '/srv',
      '/home',
    ]);
    applied = await trueup('apply', '--yes', '--diff', '--verbose');
    await asRoot(
      connection,
      `umask 022; echo ${control} > /tmp/${control}; sh -c 'sleep 1; :' ${control}; rm /tmp/${control}`,
    );
    await watched.stop();
  });

  after(async () => {
    anchor?.close();
    if (folder === '') return;
    await asRoot(connection, tidy);
    rmSync(folder, { recursive: true });
  });

  function trueup(command: string, ...args: readonly string[]): Promise<Ended> {
    const words = ['-i', planted.folder, '--identity', planted.identity, ...args];
    return built(command, ...words);
  }

  /** Secrets that a text gives away, as they are or encoded. */
  function leaksOf(text: string): readonly string[] {
    return Object.entries(planted.canaries).flatMap(([name, word]) => {
      const hex = Buffer.from(word).toString('hex');
      const base64 = [0, 1, 2].map((before) => {
        const all = Buffer.concat([Buffer.alloc(before), Buffer.from(word)]).toString('base64');
        return all.slice(4, 24);
      });
      return [word, hex, hex.toUpperCase(), ...base64].some((form) => text.includes(form)) ? [name] : [];
    });
  }

  function holdsNone({ stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void {
    assert.deepEqual(leaksOf(stdout + stderr), [], 'these are shown');
  }

  it('is found where it is shown: the test can fail', () => {
    const word = planted.canaries['the password of the database'] ?? '';
    for (const form of [word, Buffer.from(`a${word}`).toString('base64'), Buffer.from(word).toString('hex')])
      assert.deepEqual(leaksOf(`x${form}y`), ['the password of the database']);
    const arguments_ = watched?.sightings.filter(({ what }) => what === control) ?? [];
    assert.ok(
      arguments_.some(({ where }) => where.startsWith('cmdline of sh')),
      "a process of the host's was not seen",
    );
    const file = [...(watched?.files.values() ?? [])].find(({ path }) => path === `/tmp/${control}`);
    assert.equal(file?.mode, 0o644, "a file of the host's was not seen");
    assert.ok((watched?.rounds ?? 0) > 50, `only ${watched?.rounds ?? 0} looks`);
  });

  it('arrives, and is not shown by the apply, nor by what the host says of its failure', () => {
    const said = applied.stdout + applied.stderr;
    assert.equal(applied.status, 1, said);
    assert.match(said, /mysql/);
    assert.match(said, /OTHER=\*\*\*/, 'the migration has not told its secrets');
    holdsNone(applied);
  });

  it('is in no argument and no environment of any process on either side while it is applied', () => {
    const seen = watched?.sightings.filter(({ what }) => what !== control) ?? [];
    // By its name that secret is for the environment of the application.
    const meant = planted.canaries['a secret in its environment'];
    const leaks = seen.filter(({ what, where }) => !(what === meant && /^environ of .*leaky/.test(where)));
    assert.deepEqual([...new Set(leaks.map(({ where }) => where))], []);
  });

  it('is in no file that is wider than declared, not even for a moment', () => {
    const seen = [...(watched?.files.values() ?? [])].filter(
      ({ path }) => !path.startsWith(`/tmp/${control}`),
    );
    const places = new Set(seen.map(({ path }) => path.split('/').slice(0, 3).join('/')));
    for (const place of ['/etc/leaky', '/etc/nginx', '/etc/mysql'])
      assert.ok(places.has(place), `nothing in ${place}`);
    const wide = seen.filter(({ path, mode }) => {
      const [, widest = 0o600] = declared.find(([pattern]) => pattern.test(path)) ?? [];
      return (mode & ~widest) !== 0;
    });
    assert.deepEqual(
      wide.map(({ path, mode }) => `${path} ${mode.toString(8)}`),
      [],
    );
  });

  it('is afterwards in the declared files alone', () => {
    // No file of the inventory's folder: some of these lists would be read as an inventory's hosts.
    const input = `${Object.values(planted.canaries).join('\n')}\n`;
    const root = watched?.root ?? '';
    const folders = ['etc', 'var', 'run', 'tmp', 'root', 'home', 'srv', 'opt', 'dev/shm', 'usr/local'];
    const args = ['-rlaF', '-D', 'skip', '-f', '-', ...folders.map((folder) => join(root, folder))];
    const { stdout } = spawnSync('grep', args, { encoding: 'utf8', maxBuffer: 1e8, input });
    const found = stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.slice(root.length)]));
    assert.ok(found.length >= 4, `found in ${found.join(', ')} only`);
    // The journal is asked below: what a program of the operator's says into it is its own.
    const known = [...declared.map(([pattern]) => pattern), /^\/var\/log\/journal\//];
    const strange = found.filter((path) => !known.some((pattern) => pattern.test(path)));
    assert.deepEqual(strange, []);
    for (const path of found.filter((one) => !one.endsWith('.journal')))
      assert.equal(statSync(join(root, path)).mode & 0o007, 0, `${path} is for everybody`);
  });

  it('is not in the journal of the host', async () => {
    const journal = await asRoot(connection, 'journalctl -q -a --no-pager -o json');
    const lines = journal.split('\n').filter((line) => line !== '');
    // The application's own words stand there under its unit: it has shown its secrets.
    const isOwn = (line: string) => /"(?:_SYSTEMD_)?UNIT":"leaky/.test(line);
    assert.ok(
      lines.some(isOwn) && lines.filter((line) => !isOwn(line)).length > 100,
      `${lines.length} lines`,
    );
    assert.deepEqual(
      lines.filter((line) => !isOwn(line) && leaksOf(line).length > 0),
      [],
    );
  });

  it('is not in what trueup remembers on the host', async () => {
    const memory = await asRoot(
      connection,
      'cd /var/lib/trueup && find . -type f -exec cat {} +; ls -ld /var/lib/trueup; ls -AR /run/trueup 2>/dev/null || true',
    );
    assert.match(memory, /drwx------ .* root root .*\/var\/lib\/trueup/);
    assert.deepEqual(leaksOf(memory), []);
  });

  const forms: readonly (readonly [command: string, ...args: string[]])[] = [
    ['inventory', '--list'],
    ['explain', '--var', 'appserver', 'box'],
    ['explain', '--var', 'ansible_become_password', 'box'],
    ['facts', '--output', 'json'],
    ['plan', '--diff', '--verbose'],
    ['plan', '--output', 'json'],
    ['apply', '--yes', '--output', 'json'],
    ['verify', '--verbose'],
    ['verify', '--reporter', 'junit'],
  ];
  for (const [command, ...args] of forms) {
    it(`is not shown by ${[command, ...args].join(' ')}`, async () => {
      const ended = await trueup(command, ...args);
      assert.match(ended.stdout, /box|leaky/, ended.stderr);
      holdsNone(ended);
    });
  }

  for (const output of ['plain', 'json']) {
    it(`is not shown in the answer of a command that prints it, ${output}`, async () => {
      const shows =
        'for f in /etc/leaky/credentials/* /etc/nginx/*/*.key; do cat $f; base64 -w0 $f; od -An -v -tx1 $f | tr -d " \\n"; cat $f >&2; done; exit 3';
      const ended = await trueup('exec', 'box', '--output', output, '--', shows);
      assert.equal(ended.status, 1);
      assert.match(ended.stdout, /\*\*\*/);
      holdsNone(ended);
    });
  }

  it('is not shown where it differs on the host, nor what a planned change puts in its place', async () => {
    await asRoot(connection, 'for f in /etc/leaky/credentials/*; do sed -i "s/$/-tampered/" $f; done');
    const file = join(planted.folder, 'written.plan');
    const ended = await trueup('plan', '--diff', '--verbose', '--out', file);
    assert.match(ended.stdout, /\*\*\*/);
    holdsNone(ended);
    holdsNone({ stdout: readFileSync(file, 'utf8'), stderr: '' });
  });

  it('is not shown in the errors of a wrong inventory', async () => {
    const word = planted.canaries['the password of the migration'] ?? '';
    const hosts = join(planted.folder, 'hosts.yml');
    const before = readFileSync(hosts, 'utf8');
    const wrong: readonly (readonly [from: string | RegExp, to: string])[] = [
      [/ansible_become_password: !age/, 'ansible_port: !age'],
      [/flavour: mariadb/, `flavour: !secret ${word}`],
      [/- name: leaky_migrate/, `- nam: !secret ${word}`],
    ];
    try {
      for (const [from, to] of wrong) {
        writeFileSync(hosts, before.replace(from, to));
        const ended = await trueup('plan', '--verbose');
        assert.notEqual(ended.status, 0, to);
        assert.ok(!(ended.stdout + ended.stderr).includes(word), ended.stderr);
      }
    } finally {
      writeFileSync(hosts, before);
    }
  });
});
