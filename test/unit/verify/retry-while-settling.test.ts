// A check that may need a moment is asked again, as long as the stack is settling.
import assert from 'node:assert/strict';
import { says, verify } from './verify-in-memory.js';

describe('verify, while the stack may be settling', () => {
  it('asks again where a check may need a moment, also several of one host at once', async () => {
    const retry = { times: 3, pauseSeconds: 0.01 };
    const { code, hosts } = await verify({
      about: ['web1'],
      checks: (host) => [says(host, 'a', retry), says(host, 'b', retry), says(host, 'c')],
      reply: (text, times) => (text === 'c' || times >= 2 ? 'yes' : 'not yet'),
    });
    assert.equal(code, 0);
    const asked = hosts.get('web1')?.batches.flat() ?? [];
    assert.deepEqual(asked.sort(), ['a', 'a', 'a', 'b', 'b', 'b', 'c']);
  });

  it('gives up after as many times as the check says', async () => {
    const { code, hosts } = await verify({
      about: ['web1'],
      checks: (host) => [says(host, 'a', { times: 2, pauseSeconds: 0.01 })],
      reply: () => 'no',
    });
    assert.equal(code, 1);
    assert.equal(hosts.get('web1')?.batches.length, 3);
  });

  it('asks a slow host as many times more as it is slower', async () => {
    const { hosts } = await verify({
      about: ['web1'],
      timeout: 60,
      checks: (host) => [says(host, 'a', { times: 2, pauseSeconds: 0.01 })],
      reply: () => 'no',
    });
    assert.equal(hosts.get('web1')?.batches.length, 1 + 2 * 6);
  });

  it('asks nothing again on a stack that has settled: what does not hold there will not in a moment', async () => {
    const { code, hosts } = await verify({
      about: ['web1'],
      checks: (host) => [says(host, 'a', { times: 5, pauseSeconds: 60 })],
      reply: () => 'no',
      settled: true,
    });
    assert.equal(code, 1);
    assert.deepEqual(hosts.get('web1')?.batches, [['a']]);
  });
});
