// Paths and commands, asked and applied here: by dash with coreutils, and by busybox with nothing but its own tools.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { absent, command, directory, file, join as joinScripts, link, Secret, sh } from '../../../lib/kit.js';
import { Unreadable, type Change, type Resource } from '../../../lib/model/resource.js';
import type { Answer, Script } from '../../../lib/model/script.js';
import { stagedPath } from '../../../lib/shell/staged-path.js';

const { uid, gid } = userInfo();
const mine = { owner: String(uid), group: String(gid) };

/** Names and texts that shells, tools and parsers stumble over. */
const nasty = [
  "it's",
  '"double"',
  '$(touch /tmp/trueup-was-run)',
  '`touch /tmp/trueup-was-run`',
  '$HOME',
  'two\nlines',
  'ends with a line break\n',
  '\n',
  ' ',
  '-rf',
  '--help',
  '*',
  '~',
  'back\\slash\\n',
  '\\',
  'ü→漢🐘',
  'tab\there',
  'return\r',
  '#hash',
  '[a]',
  '!x',
  '.\n0\nfound 0',
  '{a,b}',
];

interface Compared {
  readonly id: string;
  readonly changes: readonly Change[];
  readonly apply: Script;
}

for (const name of ['dash', 'busybox'] as const) {
  describe(`Resource types under ${name}`, () => {
    let base: string;
    let tools: string;

    before(() => {
      tools = mkdtempSync(join(tmpdir(), 'trueup-tools-'));
      if (name === 'busybox') execFileSync('busybox', ['--install', '-s', tools]);
    });
    after(() => {
      rmSync(tools, { recursive: true, force: true });
    });
    beforeEach(() => {
      base = mkdtempSync(join(tmpdir(), 'trueup-here-'));
      chmodSync(base, 0o755);
    });
    afterEach(() => {
      rmSync(base, { recursive: true, force: true });
    });

    function run(script: Script): Answer {
      const shell = name === 'busybox' ? join(tools, 'sh') : 'dash';
      const env = { PATH: name === 'busybox' ? tools : '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' };
      const options = { input: `umask 077\nset -eu\n${script.text}\n`, encoding: 'utf8', env } as const;
      const { status, stdout, stderr } = spawnSync(shell, ['-s'], options);
      return { status: status ?? -1, stdout, stderr };
    }

    function compare(resources: readonly Resource[]): readonly Compared[] {
      const type = resources[0]?.type;
      assert.ok(type);
      const wants = resources.map(({ want }) => want);
      const answer = run(type.probe(wants));
      assert.equal(answer.status, 0, answer.stderr);
      const haves = type.read(answer, wants) as readonly unknown[];
      return resources.map((resource, at) => {
        const have = haves[at];
        assert.ok(
          !(have instanceof Unreadable),
          `${resource.id}: ${have instanceof Unreadable ? have.why : ''}`,
        );
        const changes = type.diff(resource.want, have);
        return { id: resource.id, changes, apply: type.apply(resource.want, have, changes) };
      });
    }

    function compareOne(resource: Resource): Compared {
      const [compared] = compare([resource]);
      assert.ok(compared);
      return compared;
    }

    function converge(...resources: readonly Resource[]): void {
      const steps = compare(resources).filter(({ changes }) => changes.length > 0);
      const { status, stderr } = run(
        joinScripts(
          steps.map(
            ({ apply }) => sh`(
${apply}
)
`,
          ),
        ),
      );
      assert.equal(status, 0, stderr);
      assert.deepEqual(
        compare(resources).flatMap(({ changes }) => changes),
        [],
      );
    }

    it('takes each text literally as a name, a content and a target', () => {
      const all = nasty.map((text) => {
        const part = text.replaceAll('/', '|');
        const folder = join(base, `d${part}`);
        return { text, folder, path: join(folder, part) };
      });
      const files = all.map(({ path, text }) => file({ path, content: text, ...mine }));
      converge(...all.map(({ folder }) => directory({ path: folder, ...mine })));
      converge(...files);
      converge(...all.map(({ path, text }) => link({ path: `${path}.link`, to: text })));
      for (const { text, folder, path } of all) {
        assert.equal(readFileSync(path, 'utf8'), text);
        assert.equal(readlinkSync(`${path}.link`), text);
        assert.equal(readdirSync(folder).length, 2, JSON.stringify(text));
        writeFileSync(path, `${text}!`);
      }
      assert.deepEqual(
        compare(files).map(({ changes: [change] }) => change?.from),
        nasty.map((text) => `${text}!`),
      );
      converge(...all.map(({ path }) => absent({ path })));
      converge(...all.map(({ folder }) => absent({ path: folder, recursive: true })));
      assert.deepEqual(readdirSync(base), []);
      assert.ok(!existsSync('/tmp/trueup-was-run'));
    });

    it('tells each of many files apart by its place, whatever they are named', () => {
      const paths = nasty.map((text) => join(base, text.replaceAll('/', '|')));
      const files = paths.map((path) => file({ path, content: path, ...mine }));
      converge(...files);
      const victim = paths[5] ?? '';
      writeFileSync(victim, 'tampered');
      const differing = compare(files).filter(({ changes }) => changes.length > 0);
      assert.deepEqual(
        differing.map(({ id }) => id),
        [`file ${victim}`],
      );
    });

    it('gives a secret its mode before it is validated and in place', () => {
      const path = join(base, 'secret');
      const validate = (staged: string): Script =>
        sh`[ "$(stat -c %a ${staged})" = 400 ] && [ ! -e ${path} ]`;
      converge(file({ path, content: new Secret('canary'), mode: '0400', validate, ...mine }));
      assert.equal(lstatSync(path).mode & 0o7777, 0o400);
    });

    it('never writes through a link that stands where the file is staged', () => {
      const path = join(base, 'f');
      const victim = join(base, 'victim');
      writeFileSync(victim, 'precious');
      const { apply } = compareOne(file({ path, content: 'new', ...mine }));
      // As one who owns the folder would: put a link there as soon as the place is free.
      const trap = sh`ln -s ${victim} ${stagedPath(path)}; set -C;`;
      const { status, stderr } = run({ ...apply, text: apply.text.replace('set -C;', trap.text) });
      assert.notEqual(status, 0);
      assert.match(stderr, /File exists/);
      assert.equal(readFileSync(victim, 'utf8'), 'precious');
      assert.ok(!existsSync(path));
    });

    it('never gives away a directory that a link leads to', () => {
      const path = join(base, 'd');
      const { apply } = compareOne(directory({ path, mode: '0777', ...mine }));
      mkdirSync(join(base, 'victim'), { mode: 0o700 });
      symlinkSync('victim', path);
      const { status, stderr } = run(apply);
      assert.notEqual(status, 0);
      assert.match(stderr, /was replaced by a link/);
      assert.equal(lstatSync(join(base, 'victim')).mode & 0o777, 0o700);
    });

    it('asks a condition once, and runs the command until it holds', () => {
      const made = join(base, 'made');
      converge(
        command({ name: 'make', run: sh`echo x >${made}`, creates: made, unless: sh`grep -q x ${made}` }),
      );
      assert.equal(readFileSync(made, 'utf8'), 'x\n');
    });
  });
}
