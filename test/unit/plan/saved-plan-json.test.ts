import assert from 'node:assert/strict';
import { planFormat, readPlanFile } from '../../../lib/plan/saved-plan-json.js';

const digest = '0'.repeat(64);
const unnamed = { verb: 'update', what: 'mode', from: '0600', to: '0644' };
const change = { ...unnamed, key: 'mode' };
const step = { resource: 'file /x', type: 'file', role: 'r', state: 'change', want: digest, have: digest };

function planOf(format: string, changes: readonly object[], inventory: string | string[] = 'x'): string {
  const hosts = [{ host: 'h1', steps: [{ ...step, changes }] }];
  return JSON.stringify({ format, made: 'now', by: 'me', inventory, salt: digest, hosts });
}

describe('a plan file', () => {
  it('is read with the keys of its changes', async () => {
    const { hosts } = await readPlanFile('a.plan', planOf(planFormat, [change]));
    assert.deepEqual(hosts[0]?.steps[0]?.changes, [change]);
  });

  it('names one inventory or several', async () => {
    for (const inventory of ['x', ['x', 'h1,']])
      assert.deepEqual(
        (await readPlanFile('a.plan', planOf(planFormat, [change], inventory))).inventory,
        inventory,
      );
    await assert.rejects(readPlanFile('a.plan', planOf(planFormat, [change], [])), { code: 'E_INPUT' });
  });

  it('of another version says so, and what to do', async () => {
    await assert.rejects(readPlanFile('a.plan', planOf('trueup plan 1', [unnamed])), {
      code: 'E_INPUT',
      message:
        'a.plan cannot be applied: the plan was saved by another version of trueup (trueup plan 1, not trueup plan 2)',
      hint: 'Plan again with this version: `trueup plan --out FILE`.',
    });
  });

  it('without the keys of its changes is refused', async () => {
    await assert.rejects(readPlanFile('a.plan', planOf(planFormat, [unnamed])), { message: /'key'/ });
  });
});
