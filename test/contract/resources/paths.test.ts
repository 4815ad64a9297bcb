// Directories, links and absent paths on a real host.
import assert from 'node:assert/strict';
import { absent, directory, file, link, sh } from '../../../lib/kit.js';
import { stagedPath } from '../../../lib/shell/staged-path.js';
import { resourceCycle } from '../resource-cycle.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const base = '/srv/trueup-paths';
const again = sh`rm -rf ${base}; mkdir -m 755 ${base}`;
const gone = sh`rm -rf ${base}`;

resourceCycle({
  title: 'A directory',
  before: again,
  after: gone,
  resources: [
    directory({ path: `${base}/app`, owner: 'ubuntu', mode: '2750' }),
    directory({ path: `${base}/app/data` }),
  ],
  atFirst: [`directory ${base}/app: create directory`, `directory ${base}/app/data: create directory`],
  tamperings: [
    {
      name: 'another mode',
      by: sh`chmod 0777 ${base}/app`,
      changes: [`directory ${base}/app: update mode`],
    },
    {
      name: 'another owner and group',
      by: sh`chown 1:1 ${base}/app/data`,
      changes: [`directory ${base}/app/data: update owner`, `directory ${base}/app/data: update group`],
    },
    {
      name: 'its removal',
      by: sh`rmdir ${base}/app/data`,
      changes: [`directory ${base}/app/data: create directory`],
    },
  ],
});

resourceCycle({
  title: 'A link',
  before: again,
  after: gone,
  resources: [link({ path: `${base}/current`, to: 'releases/1' })],
  atFirst: [`link ${base}/current: create link`],
  tamperings: [
    {
      name: 'another target',
      by: sh`ln -sfn releases/0 ${base}/current`,
      changes: [`link ${base}/current: update target`],
    },
    {
      name: 'a target that is a directory',
      by: sh`mkdir ${base}/d; ln -sfn ${base}/d ${base}/current`,
      changes: [`link ${base}/current: update target`],
    },
    {
      name: 'a target that differs by a line break at its end',
      by: sh`ln -sfn ${'releases/1\n'} ${base}/current`,
      changes: [`link ${base}/current: update target`],
    },
    {
      name: 'a file in its place',
      by: sh`rm ${base}/current; echo x >${base}/current`,
      changes: [`link ${base}/current: update kind`],
    },
    { name: 'its removal', by: sh`rm ${base}/current`, changes: [`link ${base}/current: create link`] },
    {
      name: 'what a killed run left beside it',
      by: sh`ln -s half ${stagedPath(`${base}/current`)}`,
      changes: [`link ${base}/current: remove leftover of an interrupted run`],
    },
  ],
});

resourceCycle({
  title: 'An absent path',
  before: sh`${again}
echo x >${base}/file; mkdir -p ${base}/tree/deep; echo x >${base}/tree/deep/f; ln -s nowhere ${base}/dangling`,
  after: gone,
  resources: [
    absent({ path: `${base}/file` }),
    absent({ path: `${base}/dangling` }),
    absent({ path: `${base}/tree`, recursive: true }),
  ],
  atFirst: [
    `absent ${base}/file: remove file`,
    `absent ${base}/dangling: remove symbolic link to nowhere`,
    `absent ${base}/tree: remove directory`,
  ],
  tamperings: [
    {
      name: 'an empty directory that came',
      by: sh`mkdir ${base}/file`,
      changes: [`absent ${base}/file: remove directory`],
    },
    {
      name: 'a link to a directory that came, and leaves the directory',
      by: sh`mkdir ${base}/kept; ln -s kept ${base}/tree`,
      changes: [`absent ${base}/tree: remove symbolic link to kept`],
    },
  ],
});

describe('Paths on a real host', function () {
  this.timeout(60_000);
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  beforeEach(() => bed.run(again));
  after(async () => {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- `before` may have skipped the suite
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
