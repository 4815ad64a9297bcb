// Whatever ends a host's part of a run, nobody waits for it any more.
import assert from 'node:assert/strict';
import pLimit from 'p-limit';
import { applyHost } from '../../../lib/converge/apply-host.js';
import { SavedPlan } from '../../../lib/converge/enforce-saved-plan.js';
import { Gates } from '../../../lib/converge/wait-for-roles.js';
import type { HostRun } from '../../../lib/converge/host-run-context.js';
import { Turns } from '../../../lib/converge/wait-for-turn.js';
import { reboot, sh, Type } from '../../../lib/kit.js';
import type { Event } from '../../../lib/model/event.js';
import type { Fleet, Host } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import { TrueupError } from '../../../lib/model/trueup-error.js';
import { everyEnd } from '../../../lib/engine/conclude-run.js';
import { diffHost } from '../../../lib/plan/diff-host.js';
import { Tally } from '../../../lib/engine/resource-counts.js';
import { Machines } from '../../../lib/plan/same-machine.js';
import { TurnOrder } from '../../../lib/plan/turn-order.js';
import { compileContextOf } from '../../../lib/engine/compile-context.js';
import { bareHost } from '../../local-transport.js';

const role = (name: string, after: string[] = []): Role => ({
  ...{ name, after, why: 'for the test', vars: Type.Object({}), resources: () => [] },
});

const toReboot = diffHost(
  'any',
  [{ resource: reboot({ name: 'kernel', needed: sh`true` }), role: 'base' }],
  [{ needed: true, why: '' }],
);

describe('The end of a host', () => {
  const names = ['app', 'web', 'later'];
  const hosts = ['app1', 'app2', 'app3'].map((name): Host => ({ ...bareHost(name), roles: names }));
  const [app1, app2, app3] = hosts as [Host, Host, Host];
  const roles = new Map([role('app'), role('web'), role('later', ['app'])].map((one) => [one.name, one]));
  const never = new AbortController().signal;
  const fleet = {
    ...{ folder: '/nowhere', hosts, inGroup: () => hosts, withRole: () => hosts },
    ...{ host: (name) => bareHost(name), varsOf: () => ({}) as never, offersOf: () => [] },
  } satisfies Fleet;

  /** app1's part of a run; `tell` hears its events. */
  function runOf(tell: (event: Event) => void = () => undefined): HostRun & { savedPlan: SavedPlan } {
    const options = {
      ...{ forks: 2, roles, packageRoot: '/nowhere', stop: never, abort: never, listener: tell },
      connect: { home: '/nowhere', user: 'nobody', acceptNew: false },
    };
    const lines = ['app', 'web'].map((name) => ({ role: name, serves: 'shop', hosts }));
    return {
      ...{ host: app1, context: compileContextOf(fleet, options), options, tally: new Tally() },
      ...{ limit: pLimit(2), reboots: pLimit(1), lock: { owner: 'test', waitSeconds: 0 } },
      machines: new Machines(),
      gates: new Gates(hosts, roles, undefined),
      turns: new Turns(hosts, new TurnOrder(lines), tell),
      savedPlan: new SavedPlan(
        hosts.map(({ name: host }) => ({ host, steps: [] })),
        'salt',
      ),
    };
  }

  /** How each thing ends that app2 waits for. */
  async function othersOf({ gates, turns, savedPlan }: ReturnType<typeof runOf>): Promise<readonly string[]> {
    const waits = [
      savedPlan.agree('app2', [], never),
      gates.wait(app2, 'later', never),
      ...['app', 'web'].map((one) => turns.take(app2, one, never)),
    ];
    const ends = await Promise.allSettled(waits);
    return ends.map((end) => (end.status === 'fulfilled' ? 'granted' : (end.reason as TrueupError).code));
  }

  const skipped = ['E_SKIPPED', 'E_SKIPPED', 'E_SKIPPED', 'E_SKIPPED'];
  const error = (code: TrueupError['code']): Error => new TrueupError(code, 'x', { host: 'app1' });
  for (const [what, thrown] of [
    ['it is not well', error('E_CHECK')],
    ['its connection is lost', error('E_LOST_CONNECTION')],
    ['it is locked', error('E_LOCKED')],
    ['it was left alone itself', error('E_SKIPPED')],
    ['the operator stops it', error('E_INTERRUPTED')],
    ['trueup itself is wrong', new TypeError('x is not a function')],
  ] as const)
    it(`is known to all who wait for it where ${what}`, async () => {
      const run = runOf();
      const others = othersOf(run);
      const end = await applyHost(run, () => Promise.reject(thrown));
      assert.notEqual(end.outcome, 'ok');
      assert.deepEqual(await others, skipped);
    });

  it('is known to all who wait for it where nobody can be told', async () => {
    const run = runOf(({ type }) => {
      throw new Error(`no view for ${type}`);
    });
    // Its end is what makes the order of both lines known.
    for (const other of [app2, app3]) run.turns.asked(other, toReboot, false);
    const others = othersOf(run);
    await assert.rejects(
      applyHost(run, () => Promise.reject(error('E_CHECK'))),
      /no view for turns/,
    );
    assert.deepEqual(await others, skipped);
  });

  it('leaves nobody waiting where it ended well and something was forgotten', async () => {
    const run = runOf();
    const others = othersOf(run);
    assert.equal((await applyHost(run, () => Promise.resolve({ host: 'app1', steps: [] }))).outcome, 'ok');
    assert.deepEqual(await others, skipped);
  });

  it('is waited for by the whole run, also where the end of another could not be told', async () => {
    let ended = false;
    const late = new Promise<never>((_, reject) =>
      setImmediate(() => {
        ended = true;
        reject(new Error('late'));
      }),
    );
    await assert.rejects(everyEnd([Promise.reject(new Error('early')), late]), /early/);
    assert.equal(ended, true);
  });
});
