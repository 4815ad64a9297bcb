// Directories, links and absent paths on a real host.
import assert from 'node:assert/strict';
import { absent, directory, file, link, sh } from '../../../lib/kit.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const base = '/srv/trueup-paths';
const again = sh`rm -rf ${base}; mkdir -m 755 ${base}`;
const gone = sh`rm -rf ${base}`;

describe('Paths on a real host', () => {
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(again));
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(gone);
    await bed.close();
  });

  const refusals = [
    {
      it: 'a directory is never put where a file is',
      before: sh`echo x >${base}/x`,
      want: directory({ path: `${base}/x` }),
      output: /\/x is a file, which is never replaced by a directory/,
    },
    {
      it: 'a directory is never put where a link is',
      before: sh`ln -s /etc ${base}/x`,
      want: directory({ path: `${base}/x` }),
      output: /\/x is a symbolic link to \/etc, which is never replaced/,
    },
    {
      it: 'a directory needs its parent',
      before: sh`true`,
      want: directory({ path: `${base}/no/x` }),
      output: /the folder .*\/no is missing/,
    },
    {
      it: 'a link is never put where a directory is',
      before: sh`mkdir ${base}/x`,
      want: link({ path: `${base}/x`, to: '/etc' }),
      output: /\/x is a directory, which is never replaced/,
    },
    {
      it: 'a directory with something in it goes only when told so',
      before: sh`mkdir ${base}/x; echo x >${base}/x/y`,
      want: absent({ path: `${base}/x` }),
      output: /Directory not empty/,
    },
  ];
  for (const { it: title, before: prepare, want, output } of refusals) {
    it(title, async () => {
      await bed.run(prepare);
      const there = await bed.run(sh`ls -lAR --time-style=full-iso ${base}`);
      await assert.rejects(bed.converge([want]), { code: 'E_APPLY', output });
      assert.equal(await bed.run(sh`ls -lAR --time-style=full-iso ${base}`), there);
    });
  }

  it('a directory tree with a mount in it keeps what is mounted', async () => {
    await bed.run(sh`mkdir -p ${base}/tree/m; mount -t tmpfs none ${base}/tree/m; echo x >${base}/tree/m/f`);
    await assert.rejects(bed.converge([absent({ path: `${base}/tree`, recursive: true })]), {
      code: 'E_APPLY',
    });
    assert.equal(await bed.run(sh`cat ${base}/tree/m/f; umount ${base}/tree/m`), 'x\n');
  });

  it('a file in a directory that is made in the same apply is put there', async () => {
    const parts = [directory({ path: `${base}/new` }), file({ path: `${base}/new/f`, content: 'x' })];
    await bed.converge(parts);
    assert.equal(await bed.run(sh`cat ${base}/new/f`), 'x');
  });
});
