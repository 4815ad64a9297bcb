// Roles come after what they need, otherwise as written; a circle is named.
import assert from 'node:assert/strict';
import { orderRoles } from '../../../lib/inventory/variables/role-order.js';

const roles = (after: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(after).map(([name, earlier]) => [name, { after: earlier }]));

describe('orderRoles', () => {
  it('keeps the order given where nothing speaks against it', () => {
    assert.deepEqual(orderRoles(['c', 'a', 'b'], roles({ a: [], b: [], c: [] })), ['c', 'a', 'b']);
  });

  it('moves a role behind those it must come after', () => {
    assert.deepEqual(orderRoles(['app', 'db', 'base'], roles({ app: ['db'], db: ['base'], base: [] })), [
      'base',
      'db',
      'app',
    ]);
  });

  it('sees the order through a role that is not on the host', () => {
    assert.deepEqual(orderRoles(['web', 'db'], roles({ web: ['app'], app: ['db'], db: [] })), ['db', 'web']);
  });

  it('names the circle', () => {
    const circle = roles({ a: ['b'], b: ['c'], c: ['b'] });
    assert.throws(() => orderRoles(['a', 'b', 'c'], circle), {
      code: 'E_CYCLE',
      message: 'roles wait for each other in a cycle: b → c → b',
    });
  });
});
