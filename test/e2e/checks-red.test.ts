// Each kind of check is red once, by what it is about: a check that nothing turns red says nothing when it is green.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { theStack } from '../faults/sites/lab-stack.js';
import { issueLeaf } from '../../lib/pki/local-ca.js';
import { onHost } from './inside.js';
import { eventsOf, labInventory, trueup } from './run-trueup.js';
import { kindOf, rounds, type Certificates } from './sabotage.js';

const ca = '/var/lib/trueup-lab/ca/ca';
const app = '198.18.77.14';
const day = 24 * 3600 * 1000;

/** What verify said: each title, and whether it held. */
async function verify(): Promise<readonly { readonly title: string; readonly ok: boolean }[]> {
  const ended = await trueup('verify', '-i', labInventory, '--output', 'json');
  return eventsOf(ended).flatMap((event) => (event.type === 'check.done' ? [event] : []));
}

/** Valid for a week more: issued more than a year ago. */
async function almostOver(): Promise<Certificates> {
  const authority = {
    certificate: readFileSync(`${ca}.pem`, 'utf8'),
    key: readFileSync(`${ca}.key`, 'utf8'),
  };
  const then = new Date(Date.now() - 390 * day);
  return {
    site: await issueLeaf(authority, { names: ['www.foobar.com'] }, then),
    database: await issueLeaf(authority, { names: ['db1'] }, then),
  };
}

describe('each kind of check is red where what it is about is wrong', function () {
  this.timeout(600_000);
  const kinds = new Set<string>();
  const seenRed = new Set<string>();

  before(theStack);

  it('of which all are green at first', async () => {
    const checks = await verify();
    assert.deepEqual(
      checks.filter(({ ok }) => !ok),
      [],
    );
    for (const { title } of checks) kinds.add(kindOf(title));
  });

  for (const [what, sabotages] of Object.entries(rounds)) {
    it(`by ${what}, and green again after an apply`, async () => {
      const round = sabotages(await almostOver(), app);
      // One after the other: what an application finds depends on its database.
      for (const { host, script } of round) await onHost(host, script);
      const found = await verify();
      for (const { host, mend } of round) if (mend !== undefined) await onHost(host, mend);
      const apply = await trueup('apply', '-i', labInventory, '--yes');
      assert.equal(apply.status, 0, apply.stdout + apply.stderr);
      const red = new Set(found.filter(({ ok }) => !ok).map(({ title }) => kindOf(title)));
      assert.deepEqual(
        round.flatMap((one) => one.red).filter((kind) => !red.has(kind)),
        [],
        'not red',
      );
      for (const kind of round.flatMap((one) => one.red)) seenRed.add(kind);
      assert.deepEqual(
        (await verify()).filter(({ ok }) => !ok),
        [],
      );
    });
  }

  it('with none left out', () => {
    assert.deepEqual(
      [...kinds].filter((kind) => !seenRed.has(kind)),
      [],
    );
  });
});
