// Places in a queue, where several hosts wait for the same one to leave its own.
import assert from 'node:assert/strict';
import { setImmediate as settled } from 'node:timers/promises';
import type { Queue } from '../../../lib/compile/hosts-taking-turns.js';
import { Turns } from '../../../lib/converge/wait-for-turn.js';
import type { Host } from '../../../lib/model/fleet.js';
import type { ResourceType } from '../../../lib/model/resource.js';
import { diffHost, type PlannedStep } from '../../../lib/plan/diff-host.js';
import { TurnOrder } from '../../../lib/plan/turn-order.js';
import { resourceOf } from '../../../lib/resources/define-resource.js';
import { reboot, sh } from '../../../lib/kit.js';
import { bareHost } from '../../local-transport.js';

const daemonType: ResourceType<object, undefined> = {
  type: 'daemon',
  id: () => 'app',
  probe: () => sh``,
  read: (_, wants) => wants.map(() => undefined),
  diff: () => [{ verb: 'run', key: 'restart' }],
  apply: () => sh``,
  schedule: { impact: () => 'interrupts' },
};
const toRestart: readonly PlannedStep[] = diffHost(
  'any',
  [{ resource: resourceOf(daemonType, {}), role: 'app' }],
  [undefined],
);
const toReboot = diffHost(
  'any',
  [{ resource: reboot({ name: 'kernel', needed: sh`true` }), role: 'base' }],
  [{ needed: true, why: '' }],
);

describe('A place in a queue', () => {
  const [app1, app2, app3] = ['app1', 'app2', 'app3'].map((name) => bareHost(name)) as [Host, Host, Host];
  const queue: Queue = { role: 'app', serves: 'shop', hosts: [app1, app2, app3] };
  const never = new AbortController().signal;

  /** app3 has its turn; the others wait for its end. */
  async function whileOneHolds(): Promise<{ turns: Turns; has: string[] }> {
    const turns = new Turns(queue.hosts, new TurnOrder([queue]), () => undefined);
    turns.asked(app1, toRestart, true);
    turns.asked(app2, toReboot, false);
    turns.asked(app3, toRestart, false);
    await turns.take(app3, 'app', never);
    return { turns, has: [] };
  }

  for (const first of ['the turn', 'the reboot'] as const)
    it(`goes to a turn or to a reboot that wait for the same host, never to both (${first} asked first)`, async () => {
      const { turns, has } = await whileOneHolds();
      let rebooted = (): void => undefined;
      const waits = {
        'the turn': () => turns.take(app1, 'app', never).then(() => has.push('turn')),
        'the reboot': () =>
          turns.takeToReboot(app2, never).then((end) => {
            rebooted = end;
            has.push('reboot');
          }),
      };
      const second = first === 'the turn' ? 'the reboot' : 'the turn';
      const both = [waits[first](), waits[second]()];
      await settled();
      assert.equal(has.join(), '');
      turns.done(app3, 'app');
      await settled();
      assert.equal(has.length, 1, `granted at the same moment: ${has.join(', ')}`);
      if (has.includes('turn')) turns.done(app1, 'app');
      else rebooted();
      await Promise.all(both);
      assert.deepEqual([...has].sort(), ['reboot', 'turn']);
    });

  it('is not taken by who is stopped at the moment in which it is free', async () => {
    const { turns, has } = await whileOneHolds();
    const stop = new AbortController();
    const waiting = turns.take(app1, 'app', stop.signal).then(() => has.push('turn'));
    stop.abort();
    turns.done(app3, 'app');
    await assert.rejects(waiting, { code: 'E_INTERRUPTED' });
    assert.equal(has.join(), '');
    await turns.takeToReboot(app2, never);
  });
});
