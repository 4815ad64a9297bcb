// Promise 5, type by type: what isn't a file goes back by a script that was written down with the change.
import assert from 'node:assert/strict';
import { freshHost } from '../contract/fresh-host.js';
import { TestBed } from '../contract/test-bed.js';
import { markOf, OneHostSite } from './sites/one-host-site.js';
import { effectCases } from './cases/rolled-back-effects.js';
import { sh, user, type Resource } from '../../lib/kit.js';
import { allProofs } from '../proofs/all-proofs.js';

const typeCases = allProofs.flatMap(({ rollback }) => (typeof rollback === 'string' ? [] : rollback));

describe('promise 5: rollback (each type)', function () {
  this.timeout(300_000);
  let bed: TestBed;
  let site: OneHostSite;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    site = new OneHostSite();
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!site) return;
    site.close();
    await bed.run(sh`rm -rf /var/lib/trueup/ledger`);
    await bed.close();
  });

  async function apply(resources: readonly Resource[]): Promise<void> {
    const { trouble } = await site.apply(resources, undefined, { mark: markOf('apply') });
    assert.equal(trouble, undefined, JSON.stringify(trouble));
  }

  for (const { title, prepare, before, after, look, cleanUp, stays } of [...typeCases, ...effectCases]) {
    it(`brings back: ${title}`, async () => {
      try {
        if (prepare) await bed.run(prepare);
        await apply(before());
        const was = await bed.run(look);
        await apply(after());
        assert.notEqual(await bed.run(look), was, 'the case changes nothing');
        const { trouble, events } = await site.rollback();
        assert.equal(trouble, undefined, JSON.stringify(trouble));
        const said = events.flatMap((event) => (event.type === 'host.back' ? event.steps : []));
        const left = said.flatMap((step) => step.stays).join('\n');
        if (stays) {
          assert.match(left, stays);
          return;
        }
        assert.equal(left, '');
        assert.equal(await bed.run(look), was);
        assert.deepEqual(await bed.differences(before()), [], 'the older commit finds nothing to do');
      } finally {
        await bed.run(cleanUp);
      }
    });
  }

  it('says what a removal took for good', async () => {
    await apply([user({ name: 'tutypes' })]);
    const pruned = await site.apply([], undefined, { mark: markOf('apply'), prune: { databases: [] } });
    assert.equal(pruned.outcome, 'changed');
    const { events } = await site.rollback();
    const said = events.flatMap((event) => (event.type === 'host.back' ? event.steps : []));
    assert.match(
      said.flatMap((step) => step.stays).join('\n'),
      /user tutypes was removed; apply the older commit to create it again/,
    );
    await bed.run(sh`rm -rf /home/tutypes`);
  });
});
