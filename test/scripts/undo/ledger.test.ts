// The ledger of what trueup created, written and read by the shells that hosts have.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Resource, ResourceType } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import type { Answer, Script } from '../../../lib/model/script.js';
import { enterIntoLedger, entryOf, ledgerQuestion, readLedger } from '../../../lib/undo/ledger/ledger.js';
import { takeAway } from '../../../lib/undo/ledger/remove-resource.js';
import { forget } from '../../../lib/undo/ledger/forget-entry.js';
import { defineResource, resourceOf } from '../../../lib/resources/define-resource.js';
import { sh } from '../../../lib/shell/sh.js';

interface Want {
  readonly name: string;
  readonly remove: Script;
}
const thing = defineResource<Want, undefined>({
  type: 'thing',
  id: ({ name }) => name,
  probe: () => sh`true`,
  read: (_, wants) => wants.map(() => undefined),
  diff: () => [],
  apply: () => sh`true`,
  undo: { remove: ({ remove }) => remove, keeps: ({ name }) => [`/kept-${name}`] },
});

for (const shell of [['dash'], ['busybox', 'sh']] as const) {
  describe(`The ledger, over ${shell[0]}`, () => {
    let folder = '';
    let ledger = '';

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-ledger-'));
      ledger = join(folder, 'state', 'ledger');
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    function run({ text }: Script, before = ''): Answer {
      const [program, ...args] = shell;
      const { status, stdout, stderr } = spawnSync(program, [...args, '-c', `set -eu\n${before}\n${text}`], {
        encoding: 'utf8',
      });
      return { status: status ?? 255, stdout, stderr };
    }
    const entering = (resource: Resource, verb: 'create' | 'update'): Script =>
      enterIntoLedger(resource, 'r', [{ verb, key: 'it' }], [], ledger);
    function enter(resource: Resource, verb: 'create' | 'update' = 'create'): void {
      assert.deepEqual(run(entering(resource, verb)), { status: 0, stdout: '', stderr: '' });
    }
    const entered = (): readonly string[] =>
      readLedger('h1', run(ledgerQuestion(ledger)), ledger).map(({ resource }) => resource);
    const storedScript = ({ id }: Resource): string =>
      readFileSync(entryOf(id, ledger), 'utf8').split('\n').slice(1).join('\n');

    it('has nothing where there is none', () => {
      assert.deepEqual(entered(), []);
    });

    it('tells what was created, newest first, and keeps the way to take it away', () => {
      const [one, other] = [
        thing({
          name: `it's "$(one)"\nand more`,
          remove: sh`rm -- ${"/o'ne"}
rmdir /one`,
        }),
        thing({ name: 'other', remove: sh`rm /other` }),
      ];
      enter(one);
      enter(other);
      assert.deepEqual(entered(), [other.id, one.id]);
      assert.equal(storedScript(one), "rm -- '/o'\\''ne'\nrmdir /one\n");
      const [, found] = readLedger('h1', run(ledgerQuestion(ledger)), ledger);
      assert.deepEqual(found, {
        resource: one.id,
        type: 'thing',
        role: 'r',
        paths: [`/kept-${(one.want as Want).name}`],
        removal: {},
        file: entryOf(one.id, ledger),
      });
    });

    it('has nothing that was there before, and brings up to date what it has', () => {
      enter(thing({ name: 'a', remove: sh`rm /old` }), 'update');
      assert.deepEqual(entered(), []);
      enter(thing({ name: 'a', remove: sh`rm /old` }));
      const now = thing({ name: 'a', remove: sh`rm /new` });
      enter(now, 'update');
      assert.equal(storedScript(now), 'rm /new\n');
    });

    it('forgets what another step took away, by its id or its first words, and nothing else', () => {
      const names = ['app@10.0.0.1', 'app@10.0.0.11', 'app@10.0.0.1 on a.*', "it's", 'b "q"', 'b'];
      for (const name of names) enter(thing({ name, remove: sh`true` }));
      const forgotten = forget(
        ['thing app@10.0.0.1', 'thing app@10.0.0.1 on ', 'thing b "q"', 'thing nobody'],
        ledger,
      );
      assert.deepEqual(run(forgotten), { status: 0, stdout: '', stderr: '' });
      assert.deepEqual(entered(), ['thing b', "thing it's", 'thing app@10.0.0.11']);
    });

    it('keeps the order in which things were created when an entry is brought up to date', () => {
      const [first, second] = [
        thing({ name: 'first', remove: sh`true` }),
        thing({ name: 'second', remove: sh`true` }),
      ];
      enter(first);
      enter(second);
      enter(first, 'update');
      assert.deepEqual(entered(), [second.id, first.id]);
    });

    it('has nothing that has no way to go', () => {
      assert.equal(entering(thing({ name: 'a', remove: sh`` }), 'create').text, '');
    });

    it('forgets where there is no ledger', () => {
      assert.deepEqual(run(forget(['thing a'], ledger)), { status: 0, stdout: '', stderr: '' });
    });

    it('has nothing whose removal would need a secret', () => {
      const script = entering(thing({ name: 'a', remove: sh`rm ${new Secret('CANARY')}` }), 'create');
      assert.equal(script.text, '');
    });

    for (const program of ['printf', 'sync', 'mv']) {
      it(`is whole where it was cut off at ${program}, and the next entry leaves nothing of that`, () => {
        const [old, now] = [
          thing({ name: 'a', remove: sh`rm /old` }),
          thing({ name: 'a', remove: sh`rm /new` }),
        ];
        const cut = `${program}() { command printf '{"resou' >"$(echo ${ledger}/.new)"; exit 9; }`;
        assert.equal(run(entering(old, 'create'), cut).status, 9);
        assert.deepEqual(entered(), []);
        enter(old);
        assert.equal(run(entering(now, 'update'), cut).status, 9);
        assert.deepEqual(entered(), [old.id]);
        assert.equal(storedScript(old), 'rm /old\n');
        enter(now, 'update');
        assert.equal(storedScript(now), 'rm /new\n');
        assert.deepEqual(readdirSync(ledger), [entryOf(now.id, '').slice(1)]);
      });
    }

    it('keeps the folders that were made on the way, and takes away those that are empty', () => {
      const path = join(folder, 'a b', 'c', 'd', 'file');
      const type: ResourceType<Want, undefined> = {
        ...thing({ name: 'a', remove: sh`:` }).type,
        undo: { keeps: () => [path], remove: () => sh`rm -f -- ${path}` },
      };
      const it = resourceOf(type, { name: 'a', remove: sh`:` });
      enter(it);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '');
      writeFileSync(join(folder, 'a b', 'somebodys'), '');
      enter(it, 'update');
      const gone = run(takeAway(entryOf(it.id, ledger)));
      assert.deepEqual(gone, { status: 0, stdout: '', stderr: '' });
      assert.deepEqual(readdirSync(join(folder, 'a b')), ['somebodys']);
    });

    it('takes the place of a folder that an earlier build made', () => {
      const it = thing({ name: 'a', remove: sh`true` });
      mkdirSync(entryOf(it.id, ledger), { recursive: true });
      writeFileSync(join(entryOf(it.id, ledger), 'entry'), '{}\n');
      assert.deepEqual(entered(), []);
      enter(it, 'update');
      assert.deepEqual(entered(), [it.id]);
    });

    it('is not taken for empty where it can’t be read', () => {
      enter(thing({ name: 'a', remove: sh`true` }));
      assert.throws(
        () => readLedger('h1', { status: 2, stdout: '', stderr: 'awk: i/o error' }, ledger),
        /E_UNREADABLE|can't be read/,
      );
      assert.throws(
        () => readLedger('h1', { status: 0, stdout: '{"resou\n', stderr: '' }, ledger),
        /can't be read/,
      );
    });
  });
}
