// A host tells whether it booted, or was changed by a run, a moment ago.
import assert from 'node:assert/strict';
import { sh, type Script } from '../../../lib/kit.js';
import { settlingQuestion } from '../../../lib/verify/retry-while-settling.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

describe('whether a host is settling', () => {
  let bed: TestBed;
  const runs = '/var/lib/trueup/runs/trueup-test';

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
  });
  after(async () => {
    await bed.run(sh`rm -rf ${runs}`);
    await bed.close();
  });

  /** Asked of a host that booted at that time, and whose last run wrote its journal then. */
  const answer = async (booted: string, journal: string): Promise<number> => {
    const question: Script = sh`
systemctl() { TZ=UTC LC_ALL=C date -d ${booted} '+%a %Y-%m-%d %H:%M:%S UTC'; }
${settlingQuestion}`;
    await bed.run(sh`
find /var/lib/trueup/runs -name journal -exec touch -d '1 hour ago' {} + 2>/dev/null || true
mkdir -p ${runs}; touch -d ${journal} ${`${runs}/journal`}`);
    return (await bed.answer(question)).status;
  };

  it('is so just after a boot', async () => {
    assert.equal(await answer('5 seconds ago', '10 minutes ago'), 0);
  });

  it('is so just after a run that changed it', async () => {
    assert.equal(await answer('1 day ago', '5 seconds ago'), 0);
  });

  it('is not so later', async () => {
    assert.equal(await answer('1 day ago', '10 minutes ago'), 1);
    assert.equal(await answer('2 minutes ago', '2 minutes ago'), 1);
  });

  it('knows when it really booted', async () => {
    const said = await bed.run(
      sh`date -d "$(TZ=UTC systemctl show --value -p UserspaceTimestamp)" +%s; date +%s`,
    );
    const [booted = 0, now = 0] = said.trim().split('\n').map(Number);
    assert.ok(booted > now - 24 * 3600 && booted <= now, said);
  });
});
