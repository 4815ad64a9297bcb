// The packet filter on a real host.
import assert from 'node:assert/strict';
import { nftables, packages, sh } from '../../../lib/kit.js';
import { bare, filter, id } from '../../proofs/network/nftables.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

describe('The packet filter on a real host', function () {
  this.timeout(300_000);
  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    await bed.run(bare);
    await bed.converge([packages({ names: ['nftables'] }), filter]);
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(bare);
    await bed.close();
  });

  it('is not changed by packets: neither counters nor a set that they fill count', async () => {
    const { host } = testHost();
    await bed.run(sh`nft add element inet trueup seen ${`{ ${host} limit rate 100/second }`}`);
    assert.match(await bed.run(sh`nft list ruleset`), /elements = \{ 198/);
    assert.deepEqual(await bed.differences([filter]), []);
  });

  it('shows the foreign rule', async () => {
    await bed.run(sh`nft add rule inet trueup input tcp dport 3306 accept`);
    const [step] = await bed.compare([filter]);
    const [change] = step?.changes ?? [];
    assert.match(change?.from as string, /3306/);
    assert.doesNotMatch(change?.to as string, /3306/);
    await bed.converge([filter]);
  });

  it('stays as it was, on disk and in the kernel, when the new rules are wrong', async () => {
    const before = await bed.run(sh`cat /etc/nftables.d/trueup.nft; nft -s list ruleset`);
    await assert.rejects(bed.converge([nftables({ rules: 'chain input { nonsense }\n' })]), {
      code: 'E_APPLY',
      output: /syntax error/,
    });
    assert.equal(await bed.run(sh`cat /etc/nftables.d/trueup.nft; nft -s list ruleset`), before);
  });

  it('is loaded by a run that follows one that was killed between file and kernel', async () => {
    const next = nftables({ rules: 'chain next { }\n' });
    const [step] = await bed.compare([next]);
    const apply = next.type.apply(next.want, step?.have, step?.changes ?? []);
    const [onlyFile = ''] = apply.text.split('nft -f /etc/nftables.d/trueup.nft');
    await bed.answer({ text: onlyFile.split('\nrules()')[0] ?? '', masked: '', blobs: [] });
    assert.match(await bed.run(sh`cat /etc/nftables.d/trueup.nft`), /chain next/);
    assert.deepEqual(await bed.differences([next]), [`${id}: run load the rules`]);
    await bed.converge([next]);
    assert.match(await bed.run(sh`nft list ruleset`), /chain next/);
  });

  it('gives the same answer once the unit has loaded the file, as after a boot', async () => {
    await bed.converge([filter]);
    await bed.run(sh`nft flush ruleset; systemctl restart trueup-firewall`);
    assert.deepEqual(await bed.differences([filter]), []);
  });
});
