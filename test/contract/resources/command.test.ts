// Commands on a real host.
import assert from 'node:assert/strict';
import { command, sh } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const base = '/srv/trueup-command';

describe('A command on a real host', () => {
  let bed: TestBed;

  beforeEach(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.run(sh`rm -rf ${base}; mkdir -m 755 ${base}`);
  });
  afterEach(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `beforeEach` may have skipped the test
    if (!bed) return;
    await bed.run(sh`rm -rf ${base}`);
    await bed.close();
  });

  it('that always runs, runs once in one session and once more in the next', async () => {
    const always = command({ name: 'trueup test: always', run: sh`echo run >>${base}/log`, always: true });
    await bed.converge([always]);
    await bed.converge([always]);
    assert.equal(await bed.run(sh`cat ${base}/log`), 'run\n');
    await bed.close();
    bed = await TestBed.connect(testHost());
    assert.equal((await bed.differences([always])).length, 1);
    await bed.converge([always]);
    assert.equal(await bed.run(sh`cat ${base}/log`), 'run\nrun\n');
  });

  it("whose condition can't be asked is unreadable, not to be run", async () => {
    const odd = command({ name: 'odd', run: sh`echo ran >${base}/log`, unless: sh`no-such-program` });
    await assert.rejects(bed.converge([odd]), { code: 'E_UNREADABLE', message: /status 127.*not found/ });
    assert.equal(await bed.run(sh`ls ${base}`), '');
  });

  it('whose condition does not hold afterwards is an error', async () => {
    const idle = command({ name: 'idle', run: sh`true`, creates: `${base}/never` });
    await assert.rejects(
      bed.converge([idle]),
      /still differs after repeated applies: command idle: run idle/,
    );
  });

  it('fails at its first failing line, with what it said', async () => {
    const bad = command({
      name: 'bad',
      run: sh`echo before >&2; false; touch ${base}/x`,
      creates: `${base}/x`,
    });
    await assert.rejects(bed.converge([bad]), { code: 'E_APPLY', output: /before/ });
    assert.equal(await bed.run(sh`ls ${base}`), '');
  });

  it('prints what it likes in its condition without confusing the answer', async () => {
    const loud = command({ name: 'loud', run: sh`true`, unless: sh`echo 1; echo 1; true` });
    const quiet = command({ name: 'quiet', run: sh`true`, unless: sh`exit 1` });
    assert.deepEqual(await bed.differences([loud, quiet]), ['command quiet: run quiet']);
  });
});
