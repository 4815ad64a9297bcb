import assert from 'node:assert/strict';
import { Type } from '../../../lib/compile/schema-builder.js';
import { Gates } from '../../../lib/converge/wait-for-roles.js';
import type { Host } from '../../../lib/model/fleet.js';
import type { Role } from '../../../lib/model/role.js';
import { bareHost } from '../../local-transport.js';

function role(name: string, after: string[] = []): Role {
  return { name, why: 'for the test', vars: Type.Object({}), after, resources: () => [] };
}

describe('Gates', () => {
  const roles = new Map(
    [role('db'), role('app', ['db']), role('web', ['app'])].map((each) => [each.name, each]),
  );
  const has = (name: string, ...names: string[]): Host => ({ ...bareHost(name), roles: names });
  const db1 = has('db1', 'db');
  const app1 = has('app1', 'app');
  const both = has('both', 'db', 'app');
  const signal = new AbortController().signal;

  it('holds a role until every other host has what it comes after', async () => {
    const gates = new Gates([db1, app1], roles, undefined);
    assert.deepEqual(gates.pending(app1, 'app'), ['db1']);
    let open = false;
    const waiting = gates.wait(app1, 'app', signal).then(() => (open = true));
    await Promise.resolve();
    assert.equal(open, false);
    gates.done('db1', 'db');
    await waiting;
    assert.deepEqual(gates.pending(app1, 'app'), []);
  });

  it('does not make a host wait for itself, nor for hosts outside the run', async () => {
    assert.deepEqual(new Gates([both], roles, undefined).pending(both, 'app'), []);
    await new Gates([app1], roles, undefined).wait(app1, 'app', signal);
  });

  it('does not wait for roles that this run leaves out', () => {
    assert.deepEqual(new Gates([db1, app1], roles, ['app']).pending(app1, 'app'), []);
  });

  it('skips what waits for a host that failed, and names it', async () => {
    const gates = new Gates([db1, app1], roles, undefined);
    const waiting = gates.wait(app1, 'app', signal);
    gates.fail(db1);
    await assert.rejects(waiting, { code: 'E_SKIPPED', message: /because db1 failed/ });
  });

  it('lets go of who waits when the run is stopped', async () => {
    const stop = new AbortController();
    const waiting = new Gates([db1, app1], roles, undefined).wait(app1, 'app', stop.signal);
    stop.abort();
    await assert.rejects(waiting, { code: 'E_INTERRUPTED' });
  });

  describe('of hosts that stand in for each other', () => {
    const vip: Role = {
      ...role('vip', ['proxy']),
      standby: { roles: ['proxy', 'vip'], active: () => false },
    };
    const pair = new Map([role('proxy'), vip].map((each) => [each.name, each]));
    const [lb1, lb2] = [has('lb1', 'proxy', 'vip'), has('lb2', 'proxy', 'vip')];

    it('lets the active one change when the others have, even those nobody asked yet', async () => {
      const gates = new Gates([lb1, lb2], pair, undefined);
      gates.met(lb1, ['vip']);
      assert.deepEqual(gates.pending(lb1, 'proxy'), ['lb2']);
      assert.deepEqual(gates.pending(lb2, 'proxy'), []);
      const waiting = gates.wait(lb1, 'proxy', signal);
      gates.met(lb2, []);
      assert.deepEqual(gates.pending(lb1, 'proxy'), ['lb2']);
      gates.done('lb2', 'proxy');
      await waiting;
    });

    it('leaves the active one alone when another failed', async () => {
      const gates = new Gates([lb1, lb2], pair, undefined);
      gates.met(lb2, ['vip']);
      const waiting = gates.wait(lb2, 'proxy', signal);
      gates.fail(lb1);
      await assert.rejects(waiting, { code: 'E_SKIPPED', message: /role proxy was skipped because lb1/ });
    });

    it('lets the active one go down when the others are all done', async () => {
      const gates = new Gates([lb1, lb2], pair, undefined);
      gates.met(lb1, ['vip']);
      gates.met(lb2, []);
      await gates.waitForReady(lb2, signal);
      let open = false;
      const waiting = gates.waitForReady(lb1, signal).then(() => (open = true));
      gates.done('lb2', 'proxy');
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(open, false);
      gates.done('lb2', 'vip');
      await waiting;
    });

    it('makes nobody wait where none is active, nor two that both are', () => {
      for (const active of [[], ['vip']]) {
        const gates = new Gates([lb1, lb2], pair, undefined);
        gates.met(lb1, active);
        gates.met(lb2, active);
        assert.deepEqual([...gates.pending(lb1, 'proxy'), ...gates.pending(lb2, 'proxy')], []);
      }
    });
  });
});
