// Promise 12: whatever is changed behind trueup's back is named exactly, repaired exactly, and gone.
import assert from 'node:assert/strict';
import { packageRoot } from '../../lib/package-root.js';
import { compileHost } from '../../lib/compile/compile-host.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { factsQuestion } from '../../lib/plan/facts-question.js';
import { readFacts } from '../../lib/plan/read-facts.js';
import { compileContextOf } from '../../lib/engine/compile-context.js';
import { driftMatrix } from '../../lib/testing/drift/drift-matrix.js';
import { readsOn } from '../../lib/testing/rows/unwatched-files.js';
import { outlineOf } from '../../lib/testing/stage/role-test-lab.js';
import type { Tried } from '../../lib/testing/discovered-cases.js';
import { roles } from '../../roles/registry.js';
import { tests } from '../../roles/tests.js';
import { TestBed } from '../contract/test-bed.js';
import { labInventory, trueup } from '../e2e/run-trueup.js';
import { faultSeed } from './seed.js';
import { theStack } from './sites/lab-stack.js';
import { tellTried } from './report-tried-cases.js';

const inventory = labInventory;

/** Tamperings of one resource; more for a longer run by hand. */
const most = Number(process.env.TRUEUP_FAULT_TAMPERINGS ?? 4);
const only = new RegExp(process.env.TRUEUP_FAULT_ONLY ?? '');

/** What the tests of the roles say is read without a restart. */
const outlines = await Promise.all([...tests.values()].map((test) => outlineOf(test)));
const unwatched = Object.assign({}, ...outlines.map((one) => one.unwatched)) as Record<string, string>;

/** Side by side; the application's repair needs its database, so these two come one after the other. */
const lanes = [['lb1'], ['lb2'], ['web1'], ['app1', 'db1']];

/** The drift of a host, and whether its services watch what they read. */
async function triedOn(name: string): Promise<readonly Tried[]> {
  const fleet = await loadFleet(inventory, { roles });
  const host = fleet.host(name);
  const bed = await TestBed.connect(host.connection);
  try {
    const facts = readFacts(name, await bed.answer(factsQuestion));
    const declared = await compileHost(host, facts, compileContextOf(fleet, { roles, packageRoot }));
    const resources = declared.map(({ resource }) => resource);
    const drift = await driftMatrix(name, bed, resources, {
      ...{ most, seed: faultSeed(), only: ({ id }) => only.test(id) },
      onCase: (title) => {
        if (!process.env.TRUEUP_FAULT_TRACE) return;
        process.stderr.write(`${new Date().toISOString().slice(14, 23)} ${title}\n`);
      },
    });
    return [...drift, ...(await readsOn(name, bed, declared, { roles: host.roles, unwatched }))];
  } finally {
    await bed.close();
  }
}

describe('promise 12: drift matrix', function () {
  this.timeout(900_000);
  const suites = new Map(lanes.flat().map((name) => [name, describe(name, () => undefined)]));

  before(async function () {
    await theStack.call(this);
    // All cases are this one hook; if it were cut off, its tamperings would go on beside the next suite.
    this.timeout(2_400_000);
    await Promise.all(
      lanes.map(async (names) => {
        for (const name of names) {
          const suite = suites.get(name);
          if (suite) tellTried(suite, await triedOn(name));
        }
      }),
    );
  });

  it('leaves a stack that differs in nothing and verifies', async () => {
    const plan = await trueup('plan', '-i', inventory, '--detailed-exitcode');
    assert.equal(plan.status, 0, plan.stdout + plan.stderr);
    const verify = await trueup('verify', '-i', inventory);
    assert.equal(verify.status, 0, verify.stdout + verify.stderr);
  });
});
