// No value of any role's variable means anything to a program but itself.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { roles } from '../../../roles/registry.js';
import { judge, leavesOf, nastyStrings, type Leaf } from './hostile-vars.js';
import { WholeStack } from './whole-stack.js';

describe('hostile values of roles’ variables', function () {
  this.timeout(120_000);
  const leaves: Leaf[] = [];
  before(async () => {
    for (const role of roles.keys()) leaves.push(...(await leavesOf(role)));
  });

  it('there is a harmless value for each variable, so that none is left out', async () => {
    const stack = await WholeStack.make();
    for (const { name, vars } of roles.values()) {
      const known = Object.keys(vars.properties as object);
      assert.deepEqual(Object.keys(stack.vars[name] as object).sort(), known.sort(), name);
    }
  });

  it('are refused by name, or stand there as one value', async () => {
    const cases = fc.record({
      leaf: fc.constantFrom(...leaves),
      value: fc.constantFrom(...nastyStrings),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ leaf, value }) => {
        await judge(leaf, value);
      }),
      { numRuns: 60 },
    );
  });

  // By chance a new role's text may be left out for many runs; what nearly every configuration file stumbles over is not.
  for (const value of ['say "it\'s" \\', 'one\nother'])
    it(`${JSON.stringify(value)} is so in each text of each role`, async () => {
      for (const leaf of leaves) await judge(leaf, value);
    });

  it('a name of a secret is a name, and what is no name is no way to an unmasked secret', async () => {
    const [leaf] = leaves.filter(({ name }) => name === 'appserver.secrets:');
    assert.ok(leaf);
    assert.equal(await judge(leaf, 'x\nExecStartPre=+/bin/sh'), 'refused');
    assert.equal(await judge(leaf, 'other_key'), 'literal');
  });

  it('a database’s name is no line of a unit', async () => {
    const [leaf] = leaves.filter(({ name }) => name === 'appserver.database.name');
    assert.ok(leaf);
    assert.equal(await judge(leaf, 'x\nExecStartPre=+/bin/sh'), 'refused');
    assert.equal(await judge(leaf, 'it\'s "quoted" 100% $HOME \\'), 'literal');
  });
});
