import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunMark, RunRecord } from '../../../lib/model/record.js';
import type { Resource, ResourceType } from '../../../lib/model/resource.js';
import { Secret } from '../../../lib/model/secret.js';
import type { Script } from '../../../lib/model/script.js';
import { unfinishedRun } from '../../../lib/undo/history/unfinished-run-notice.js';
import { readRecords } from '../../../lib/undo/history/read-records.js';
import { nameRun } from '../../../lib/undo/history/record-paths.js';
import { Recorder } from '../../../lib/undo/history/recorder.js';
import { closeRecords, openRecordsQuestion, recordsQuestion } from '../../../lib/undo/history/ask-records.js';
import { resourceOf } from '../../../lib/resources/define-resource.js';
import { sh } from '../../../lib/shell/sh.js';
import { Session } from '../../../lib/wire/session.js';
import { bareHost, localTransport } from '../../local-transport.js';

interface Want {
  readonly path: string;
  readonly apply?: Script;
  readonly undo?: Script | string | readonly (Script | string)[];
  readonly watches?: readonly Resource[];
}
const type: ResourceType<Want, string> = {
  type: 'thing',
  id: ({ path }) => path,
  probe: () => sh`true`,
  read: (_, wants) => wants.map(() => 'have'),
  diff: () => [],
  apply: () => sh`true`,
  paths: ({ path }) => [path],
  watch: { on: ({ watches }) => watches ?? [] },
  undo: { revert: ({ undo }) => undo, reload: ({ path }) => sh`echo took up ${path}` },
};
const thing = (want: Want): Resource => resourceOf(type, want);
const signal = new AbortController().signal;

for (const shell of [['dash'], ['busybox', 'sh']] as const) {
  describe(`The record of a run, over ${shell[0]}`, () => {
    let folder = '';
    let runs = '';
    let session: Session;
    let minute = 0;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), 'trueup-record-'));
      runs = join(folder, 'state', 'runs');
      minute = 0;
      session = await Session.open(bareHost(), localTransport([...shell]), { signal });
    });
    afterEach(async () => {
      await session.close();
      rmSync(folder, { recursive: true });
    });

    const at = (name: string): string => join(folder, name);
    async function run(...scripts: readonly Script[]): Promise<readonly number[]> {
      const answers = await session.run(scripts, { onFailure: 'stop', secondsFor: () => 20, signal });
      for (const { stderr } of answers) assert.equal(stderr, '');
      return answers.map(({ status }) => status);
    }
    async function answered(question: Script): Promise<readonly RunRecord[]> {
      const [answer] = await session.run([question], { onFailure: 'stop', secondsFor: () => 20, signal });
      assert.ok(answer);
      return readRecords('h1', answer);
    }
    function mark(): RunMark {
      const run = nameRun(new Date(Date.UTC(2026, 0, 1, 0, (minute += 1))), 'abcd');
      return { run, command: 'apply', at: 'now', by: "o'neill@there", version: '0' };
    }
    /** One step per resource, in one batch, as an apply does it. */
    function scripts(recorder: Recorder, resources: readonly Resource[], ends: 'ends' | 'goes on'): Script[] {
      const steps = resources.map((resource) => ({
        declared: { resource, role: 'test' },
        have: 'have',
        changes: [
          { verb: 'update', key: 'text', what: 'text', from: 'one', to: new Secret('CANARY') } as const,
        ],
      }));
      return steps.map((step, index) => {
        const { apply = sh`true` } = step.declared.resource.want as Want;
        return recorder.wrap(step, apply, steps, ends === 'ends' && index === steps.length - 1);
      });
    }

    it('tells who, what, and what was there before', async () => {
      writeFileSync(at('old'), 'old');
      symlinkSync('nowhere', at('link'));
      mkdirSync(at('folder'));
      const names = ['old', 'new', 'link', 'folder'];
      const resources = names.map((name) => thing({ path: at(name), apply: sh`rm -rf -- ${at(name)}` }));
      const own = mark();
      assert.deepEqual(await run(...scripts(new Recorder(own), resources.slice(0, 0), 'ends')), []);
      assert.deepEqual(await run(...scripts(new Recorder(own, runs), resources, 'ends')), [0, 0, 0, 0]);
      const [record, ...more] = await answered(recordsQuestion(runs));
      assert.ok(record);
      assert.equal(more.length, 0);
      assert.equal(record.state, 'done');
      assert.deepEqual(record.mark, own);
      assert.deepEqual(
        record.steps.map(({ resource, state, before }) => [resource, state, [...before.values()]]),
        names.map((name) => [`thing ${at(name)}`, 'done', [name === 'new' ? 'missing' : 'kept']]),
      );
      assert.equal(readFileSync(join(runs, own.run, '1', '0'), 'utf8'), 'old');
    });

    it('keeps nothing that may be a secret, neither by mode nor by script nor by value', async () => {
      writeFileSync(at('private'), 'CANARY', { mode: 0o600 });
      mkdirSync(at('folder'));
      writeFileSync(join(at('folder'), 'private'), 'CANARY', { mode: 0o640 });
      const undo = sh`echo ${new Secret('CANARY')}`;
      const recorder = new Recorder(mark(), runs);
      const resources = [thing({ path: at('private'), undo }), thing({ path: at('folder') })];
      await run(...scripts(recorder, resources, 'ends'));
      const [record] = await answered(recordsQuestion(runs));
      const [first, second] = record?.steps ?? [];
      assert.deepEqual(first?.why, ['rolling it back requires a secret, and secrets are not kept on hosts']);
      assert.equal(first.undo, false);
      for (const step of [first, second]) {
        assert.deepEqual(
          [...(step?.before.values() ?? [])],
          [{ unkept: 'it is not world-readable, so it may contain a secret' }],
        );
      }
      for (const path of readdirSync(runs, { recursive: true, withFileTypes: true })) {
        if (path.isFile())
          assert.ok(!readFileSync(join(path.parentPath, path.name), 'utf8').includes('CANARY'));
      }
    });

    it('stores the way back and what takes it up, each once', async () => {
      const watched = [
        thing({ path: at('a'), undo: [sh`echo one`, 'half of it is gone', sh` `, sh`exit 3`] }),
        thing({ path: at('b') }),
      ];
      const watcher = thing({ path: at('w'), watches: watched });
      const own = mark();
      await run(...scripts(new Recorder(own, runs), [...watched, watcher], 'ends'));
      const [record] = await answered(recordsQuestion(runs));
      assert.deepEqual(
        record?.steps.map(({ undo, why, takeUps }) => [undo, why, takeUps.map(({ resource }) => resource)]),
        [
          [true, ['half of it is gone'], [`thing ${at('a')}`, `thing ${at('w')}`]],
          [false, [], [`thing ${at('b')}`]],
          [false, [], []],
        ],
      );
      assert.deepEqual(
        [...new Set(record.steps.flatMap(({ takeUps }) => takeUps.map(({ role }) => role)))],
        ['test'],
      );
      const first = join(runs, own.run, '1');
      assert.equal(readFileSync(join(first, 'undo'), 'utf8'), '(\necho one\n)\n(\nexit 3\n)\n');
      assert.equal(readFileSync(join(first, 'take-up.2'), 'utf8'), `echo took up '${at('w')}'\n`);
    });

    it('says where a run failed, and passes its status on', async () => {
      const resources = [
        thing({ path: at('a') }),
        thing({ path: at('b'), apply: sh`false; true` }),
        thing({ path: at('c') }),
      ];
      assert.deepEqual(await run(...scripts(new Recorder(mark(), runs), resources, 'ends')), [0, 1]);
      const [record] = await answered(recordsQuestion(runs));
      assert.equal(record?.state, 'failed');
      assert.deepEqual(
        record.steps.map(({ state }) => state),
        ['done', 'failed'],
      );
      assert.deepEqual(await answered(openRecordsQuestion(runs)), []);
    });

    it('says of a run without an end whether it lives, and who finished it', async () => {
      const [ended, open] = [mark(), mark()];
      await run(...scripts(new Recorder(ended, runs), [thing({ path: at('a') })], 'ends'));
      await run(...scripts(new Recorder(open, runs), [thing({ path: at('b') })], 'goes on'));
      const [alive, ...more] = await answered(openRecordsQuestion(runs));
      assert.equal(more.length, 0);
      assert.equal(alive?.state, 'running');
      assert.match(unfinishedRun(alive, ''), /o'neill@there is still running here, now after thing .*b$/);
      await session.close();
      session = await Session.open(bareHost(), localTransport([...shell]), { signal });
      let [dead] = await answered(openRecordsQuestion(runs));
      // The shell of before is told to end, and not waited for.
      while (dead?.state === 'running') [dead] = await answered(openRecordsQuestion(runs));
      assert.equal(dead?.state, 'interrupted');
      assert.match(
        unfinishedRun(dead, 'go on'),
        /^apply \S+ by o'neill@there was interrupted after thing .*b; go on$/,
      );
      const later = mark().run;
      await run(closeRecords([open.run], later, runs));
      assert.deepEqual(await answered(openRecordsQuestion(runs)), []);
      const closed = (await answered(recordsQuestion(runs)))[1];
      assert.deepEqual([closed?.state, closed?.finishedBy], ['interrupted', later]);
    });

    it('takes a line that a power-off cut for none', async () => {
      const own = mark();
      await run(...scripts(new Recorder(own, runs), [thing({ path: at('a') })], 'goes on'));
      writeFileSync(join(runs, own.run, 'journal'), 'step 2 {"n":2,"resour', { flag: 'a' });
      const [record] = await answered(recordsQuestion(runs));
      assert.equal(record?.steps.length, 1);
      await run(closeRecords([own.run], mark().run, runs));
      assert.deepEqual(await answered(openRecordsQuestion(runs)), []);
    });

    it('is one of twenty', async () => {
      const all = Array.from({ length: 22 }, mark);
      all.slice(0, 20).forEach(({ run }, order) => {
        mkdirSync(join(runs, run), { recursive: true });
        writeFileSync(join(runs, run, 'journal'), `meta {}\norder ${order}\n`);
      });
      for (const one of all.slice(20))
        await run(...scripts(new Recorder(one, runs), [thing({ path: at('a') })], 'ends'));
      assert.deepEqual(
        readdirSync(runs).sort(),
        all.slice(2).map((one) => one.run),
      );
    });

    it('is none where there is nothing, and none is made by asking', async () => {
      assert.deepEqual(await answered(recordsQuestion(runs)), []);
      assert.deepEqual(await answered(openRecordsQuestion(runs)), []);
      assert.ok(!existsSync(runs));
    });
  });
}
