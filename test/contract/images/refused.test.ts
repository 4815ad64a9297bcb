// Images on which no change can succeed: refused before the first one, by one error that says where and what to do.
import assert from 'node:assert/strict';
import { file, packages, sh } from '../../../lib/kit.js';
import type { Script } from '../../../lib/model/script.js';
import { OneHostSite } from '../../faults/sites/one-host-site.js';
import type { TestBed } from '../test-bed.js';
import { bareImages, bedOn, connectionTo } from './image-hosts.js';
import { refusedImages } from './refused-images.js';

describe('an image that can take no changes', () => {
  const wanted = [packages({ names: ['hello'] }), file({ path: '/etc/trueup-image.conf', content: 'new\n' })];
  let bed: TestBed | undefined;
  let site: OneHostSite | undefined;
  let mend: Script | undefined;

  before(async function () {
    const [host] = await bareImages.call(this);
    bed = await bedOn(host);
    site = new OneHostSite(undefined, connectionTo(host));
  });
  afterEach(async () => {
    if (mend) await bed?.run(mend);
    mend = undefined;
  });
  after(async () => {
    await bed?.close();
    site?.close();
  });

  for (const [name, { breaks, mends, says, advises }] of Object.entries(refusedImages)) {
    it(`is refused: ${name}`, async () => {
      assert.ok(bed && site);
      mend = mends;
      await bed.run(breaks);
      const { outcome, trouble, changes } = await site.apply(wanted);
      assert.equal(outcome, 'failed');
      assert.deepEqual([trouble?.code, trouble?.message], ['E_NOT_READY', `box: ${says}`]);
      assert.match(trouble?.hint ?? '', advises);
      assert.deepEqual(changes, []);
      const left = sh`ls -d /etc/trueup-image.conf /usr/bin/hello /var/lib/trueup 2>/dev/null || true`;
      assert.equal(await bed.run(left), '', 'something was changed');

      const planned = await site.plan(wanted);
      assert.equal(planned.outcome, 'changed');
      const notices = planned.events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
      assert.equal(
        notices.filter((text) => text.startsWith(`box: ${says}: an apply would refuse`)).length,
        1,
      );
    });
  }

  it('is no trouble where nothing is to be changed, or nothing that the folder is for', async () => {
    assert.ok(bed && site);
    mend = sh`umount -l /usr`;
    await bed.run(sh`mount --bind /usr /usr; mount -o remount,bind,ro /usr`);
    const file0 = file({ path: '/etc/trueup-image.conf', content: 'old\n' });
    assert.equal((await site.apply([file0])).outcome, 'changed');
    await bed.run(sh`mount --bind /etc /etc; mount -o remount,bind,ro /etc`);
    mend = sh`umount -l /usr /etc`;
    assert.equal((await site.apply([file0])).outcome, 'ok');
  });

  it('is changed once it is mended', async () => {
    assert.ok(site);
    const { outcome, trouble } = await site.apply(wanted);
    assert.equal(outcome, 'changed', JSON.stringify(trouble));
  });
});
