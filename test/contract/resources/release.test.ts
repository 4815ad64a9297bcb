// Releases on a real host: whole, current, and never rebuilt under what runs.
import assert from 'node:assert/strict';
import { release, sh, type Resource } from '../../../lib/kit.js';
import { app, clean, current, root } from '../../proofs/releases/release.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

describe('Releases on a real host', () => {
  let bed: TestBed;
  const says = (): Promise<string> => bed.run(sh`${current}/run.sh`);
  const releases = async (): Promise<number> => Number(await bed.run(sh`ls ${root}/releases | wc -l`));
  const deploy = async (
    text: string,
    more: Partial<Parameters<typeof release>[0]> = {},
  ): Promise<readonly Resource[]> => [release({ root, bundle: await app(text), ...more })];

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(clean));
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(clean);
    await bed.close();
  });

  it('arrive with names, modes and owners, for all to read and for root to write', async () => {
    await bed.converge(await deploy('one'));
    assert.equal(await says(), 'one\n');
    const listing = await bed.run(sh`cd ${current}/.; find . -mindepth 1 -printf '%m %U:%G %p\n' | sort`);
    assert.equal(listing, '644 0:0 ./static/a b ü.txt\n755 0:0 ./run.sh\n755 0:0 ./static\n');
  });

  it('belong to whom they should', async () => {
    await bed.converge(await deploy('one', { owner: 'ubuntu', group: 'ubuntu' }));
    assert.equal(
      await bed.run(sh`stat -L -c %U:%G ${current} ${current}/run.sh`),
      'ubuntu:ubuntu\nubuntu:ubuntu\n',
    );
  });

  it('are built where they stay, migrated before the switch, in this order', async () => {
    const log = `${root}/log`;
    const build = (folder: string) =>
      sh`echo build "$PWD" ${folder} >>${log}; [ ! -e ${current} ]; echo built >made`;
    const migrate = (folder: string) =>
      sh`echo migrate "$PWD" ${folder} "$(cat made)" >>${log}; [ ! -e ${current} ]`;
    await bed.converge(await deploy('one', { build, migrate }));
    const folder = (await bed.run(sh`readlink -f ${current}`)).trim();
    assert.equal(
      await bed.run(sh`cat ${log}`),
      `build ${folder} ${folder}\nmigrate ${folder} ${folder} built\n`,
    );
  });

  it('stay as many as are kept, the current one among them', async () => {
    for (const text of ['one', 'two', 'three', 'four']) await bed.converge(await deploy(text, { keep: 2 }));
    assert.equal(await releases(), 2);
    await bed.converge(await deploy('three', { keep: 2 }));
    assert.equal(await says(), 'three\n');
    assert.equal(await releases(), 2);
  });

  it('that fail on their way never push out one that served, nor one that runs', async () => {
    const sick = { keep: 2, prove: () => sh`echo sick >&2; exit 1` };
    await bed.converge(await deploy('one', { keep: 2 }));
    const first = (await bed.run(sh`readlink -f ${current}`)).trim();
    await bed.run(sh`cd ${first}; sleep 1000 >/dev/null 2>&1 & echo "$!" >${root}/pid`);
    try {
      await bed.converge(await deploy('two', { keep: 2, prove: () => sh`[ -x run.sh ]` }));
      for (const text of ['three', 'four', 'five']) {
        await assert.rejects(bed.converge(await deploy(text, sick)), { output: 'sick' });
        assert.equal(await says(), 'two\n');
      }
      assert.equal(await releases(), 3);
      for (const text of ['six', 'seven']) await bed.converge(await deploy(text, { keep: 2 }));
      // The current one, the one before it, and the first, from which something runs.
      assert.equal(await releases(), 3);
      await bed.run(sh`[ -d ${first} ]`);
    } finally {
      await bed.run(sh`kill "$(cat ${root}/pid)"`);
    }
    await bed.converge(await deploy('eight', { keep: 1 }));
    assert.equal(await releases(), 2);
  });

  it('leave what runs in place where a build fails, and begin again after it', async () => {
    await bed.converge(await deploy('one'));
    await assert.rejects(
      bed.converge(await deploy('two', { build: () => sh`echo half >half; echo broken >&2; exit 7` })),
      {
        output: 'broken',
      },
    );
    assert.equal(await says(), 'one\n');
    await bed.converge(await deploy('two', { build: () => sh`[ ! -e half ]` }));
    assert.equal(await says(), 'two\n');
  });

  it('leave what runs in place where a migration fails, and migrate again next time', async () => {
    await bed.converge(await deploy('one'));
    await assert.rejects(bed.converge(await deploy('two', { migrate: () => sh`false; true` })));
    assert.equal(await says(), 'one\n');
    await bed.converge(await deploy('two', { migrate: () => sh`: >${root}/migrated` }));
    assert.equal(await bed.run(sh`cat ${root}/migrated; ${current}/run.sh`), 'two\n');
  });

  it('repair a file beside what runs from it', async () => {
    await bed.converge(await deploy('one'));
    const before = (await bed.run(sh`readlink -f ${current}`)).trim();
    await bed.run(sh`rm ${current}/run.sh`);
    await bed.converge(await deploy('one'));
    assert.equal(await bed.run(sh`readlink -f ${current}`), `${before}-2\n`);
    assert.equal(await bed.run(sh`ls ${before}`), 'static\n');
  });

  it('refuse to replace a folder that stands in the place of the link', async () => {
    await bed.run(sh`mkdir -p ${current}`);
    await assert.rejects(bed.converge(await deploy('one')), {
      output: `${current} is not a link: move it out of the way, then run again`,
    });
  });

  it('end with a clear error on a full disk, and the shell goes on', async () => {
    await bed.run(sh`mkdir ${root}; mount -t tmpfs -o size=16k none ${root}`);
    await assert.rejects(bed.converge(await deploy('x'.repeat(100_000))), (error: { output?: string }) =>
      /No space left on device[^]*the bundle could not be unpacked/.test(error.output ?? ''),
    );
    assert.equal(await bed.run(sh`echo alive`), 'alive\n');
  });
});
