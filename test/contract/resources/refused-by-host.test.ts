// What only the host can judge: it says so in words, and nothing is left behind.
import assert from 'node:assert/strict';
import { kernelModule, locale, mount, packages, sh, swap, timer } from '../../../lib/kit.js';
import type { Resource } from '../../../lib/model/resource.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const where = '/mnt/trueup-busy';
const busy = mount({ what: 'tmpfs', where, type: 'tmpfs', options: ['size=1m'] });
const away = mount({ what: 'tmpfs', where, type: 'tmpfs', options: ['size=1m'], mounted: false });
const path = '/var/trueup-refused.swap';
const tidy = sh`
systemctl stop trueup-busy.service 2>/dev/null || true
if mountpoint -q ${where}; then umount ${where}; fi
rm -rf ${[where, path]}
sed -i /trueup/d /etc/fstab
systemctl daemon-reload`;

describe('What only the host can judge', function () {
  this.timeout(300_000);
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.run(tidy);
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(tidy);
    await bed.close();
  });

  async function outputOf(resource: Resource): Promise<string> {
    try {
      await bed.converge([resource]);
    } catch (error) {
      assert.ok(error instanceof TrueupError && error.code === 'E_APPLY', String(error));
      return error.output ?? '';
    }
    throw new Error(`${resource.id} was applied`);
  }

  it('a time that systemd does not know', async () => {
    const wrong = timer({ name: 'trueup-refused', command: 'true', onCalendar: ['daily', 'Mon *-13-01'] });
    assert.match(await outputOf(wrong), /Mon \*-13-01/);
    assert.equal(await bed.run(sh`find /etc/systemd -name 'trueup-refused*'`), '');
  });

  it('a user who is not there', async () => {
    const wrong = timer({
      name: 'trueup-refused',
      command: 'true',
      onCalendar: 'daily',
      user: 'trueupnobody',
    });
    assert.match(await outputOf(wrong), /trueupnobody.*no such user/);
  });

  it('a mount that is in use is not taken away, and whoever uses it is named', async () => {
    await bed.converge([busy]);
    await bed.run(sh`systemd-run -q --unit trueup-busy -p WorkingDirectory=${where} sleep 300`);
    assert.match(
      await outputOf(away),
      /^\/mnt\/trueup-busy could not be unmounted: .*busy[^]*in use by sleep \(\d+\)/m,
    );
    assert.equal((await bed.answer(sh`mountpoint -q ${where}`)).status, 0);
    await bed.run(sh`systemctl stop trueup-busy`);
    await bed.converge([away]);
    assert.notEqual((await bed.answer(sh`mountpoint -q ${where}`)).status, 0);
  });

  it('a device that is not there', async () => {
    const wrong = mount({ what: 'UUID=0000-0000', where: '/mnt/trueup-refused', type: 'ext4' });
    assert.match(await outputOf(wrong), /0000-0000/);
    assert.equal(await bed.run(sh`grep trueup-refused /etc/fstab || true; rmdir /mnt/trueup-refused`), '');
  });

  it('a swap file at the path of somebody else’s', async () => {
    await bed.run(sh`echo precious >${path}`);
    assert.match(await outputOf(swap({ path, sizeMiB: 1, active: false })), /is not a swap file/);
    assert.equal(await bed.run(sh`cat ${path}`), 'precious\n');
  });

  it('swap and modules inside a container', async function () {
    if ((await bed.answer(sh`systemd-detect-virt --quiet --container`)).status !== 0) this.skip();
    await bed.run(sh`rm -f ${path}`);
    assert.match(
      await outputOf(swap({ path, sizeMiB: 1 })),
      /cannot be activated as swap inside this container/,
    );
    assert.match(
      await outputOf(kernelModule({ name: 'trueup_none' })),
      /cannot be loaded inside this container/,
    );
    assert.equal(await bed.run(sh`ls /etc/modules-load.d | grep trueup || true`), '');
  });

  it('a locale that nobody has described', async () => {
    await bed.converge([packages({ names: ['locales'] })]);
    assert.match(
      await outputOf(locale({ name: 'xx_XX.UTF-8' })),
      /SUPPORTED does not list xx_XX.UTF-8 UTF-8/,
    );
    await bed.run(
      sh`dpkg --purge locales >/dev/null 2>&1; rm -rf /etc/locale.gen /usr/lib/locale/locale-archive`,
    );
  });
});
