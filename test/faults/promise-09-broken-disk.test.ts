// A real host whose file systems are full, read-only or out of inodes: told as such, and nothing half-written stays.
import assert from 'node:assert/strict';
import { file, sh } from '../../lib/kit.js';
import type { Script } from '../../lib/model/script.js';
import type { TrueupError } from '../../lib/model/trueup-error.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';
import { endOf, played, varsOf } from './runs/small-run.js';

describe('promise 9: a hostile or broken host causes a clear error in time, and affects no other host', () => {
  const place = '/mnt/trueup-test';
  const path = `${place}/app.conf`;
  let bed: TestBed | undefined;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
  });
  afterEach(() => bed?.run(sh`umount -l ${place} /run/trueup 2>/dev/null || :; rm -rf ${place}`));
  after(() => bed?.close());

  const disks: Readonly<Record<string, { mount: Script; breaks: Script; advises: RegExp }>> = {
    'a full disk': {
      mount: sh`mount -t tmpfs -o size=64k tmpfs ${place}`,
      breaks: sh`cat /dev/zero >${`${place}/filler`} 2>/dev/null || :`,
      advises: /out of space or inodes: run df -h/,
    },
    'no inodes left': {
      mount: sh`mount -t tmpfs -o nr_inodes=6 tmpfs ${place}`,
      breaks: sh`for n in 1 2 3 4 5 6 7; do touch ${`${place}/filler`}$n 2>/dev/null || :; done`,
      advises: /df -i/,
    },
    'a read-only disk': {
      mount: sh`mount -t tmpfs tmpfs ${place}`,
      breaks: sh`mount -o remount,ro ${place}`,
      advises: /read-only, often after a disk error/,
    },
  };
  for (const [name, { mount, breaks, advises }] of Object.entries(disks)) {
    it(`${name}, and the old file stays whole`, async () => {
      assert.ok(bed);
      await bed.run(sh`mkdir -p ${place}; ${mount}`);
      const old = file({ path, content: 'old\n', mode: '0644' });
      await bed.converge([old]);
      await bed.run(breaks);
      const before = await bed.run(sh`ls -A ${place}`);
      const wanted = file({ path, content: 'new\n'.repeat(9000), mode: '0644' });
      await assert.rejects(bed.converge([wanted]), (error: TrueupError) => {
        assert.equal(error.code, 'E_APPLY', String(error));
        assert.match(error.message, /^box: file \/mnt\/trueup-test\/app\.conf failed/);
        assert.match(error.hint ?? '', advises, error.output);
        return true;
      });
      assert.equal(await bed.run(sh`cat ${path}`), 'old\n');
      assert.equal(await bed.run(sh`ls -A ${place}`), before, 'something half-written stays');
    });
  }

  it('a lock that can’t be written', async () => {
    const connection = testHost();
    await bed?.run(sh`mkdir -p /run/trueup; mount -t tmpfs -o ro tmpfs /run/trueup`);
    const run = { command: 'apply', hosts: { box: varsOf(connection) }, deeds: [] } as const;
    const { trouble } = endOf(await played(run), 'box');
    assert.equal(trouble?.code, 'E_APPLY');
    assert.match(trouble.message, /box: \/run\/trueup\/lock can’t be written/);
    assert.match(trouble.hint ?? '', /\/run on the host is mounted, writable and not full/);
  });
});
