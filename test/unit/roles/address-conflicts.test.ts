// Who on the wire is a stranger: what a host heard, as the role reads it before a change and in verify.
import assert from 'node:assert/strict';
import { preconditionsOf } from '../../../lib/plan/preconditions.js';
import { stackOf, type Plan } from './stack.js';

const [mine, peers, theirs] = ['02:00:00:00:00:11', '02:00:00:00:00:12', '02:00:00:00:00:99'];
const [vip, own, peer, web, app] = ['10.0.0.100', '10.0.0.11', '10.0.0.12', '10.0.0.21', '10.0.0.31'];
const said = (lines: readonly string[]) => ({ status: 0, stdout: `${lines.join('\n')}\n`, stderr: '' });
const holds = (mac: string, ...addresses: readonly string[]): readonly string[] =>
  addresses.map((address) => `holds ${address} ${mac}`);

/** What a plan of lb1 is refused for. */
async function before(lines: readonly string[], plan: Plan = {}): Promise<string> {
  const { context } = await stackOf(plan);
  const [condition] = preconditionsOf(context.fleet.host('lb1'), context);
  return condition?.judge(said(lines))?.found ?? '';
}

/** What verify finds, where each host has the hardware address that ends like its own. */
async function after(lines: readonly string[], plan: Plan = {}): Promise<string> {
  const stack = await stackOf(plan);
  const { context } = stack;
  const check = stack.checks('lb1').find(({ title }) => title.startsWith('no other machine'));
  assert.ok(check);
  const macs = context.fleet.hosts.map(({ address }) =>
    said([`02:00:00:00:00:${address.replace(/.*\./, '')}`]),
  );
  return check.judge([said(lines), ...macs]) ?? '';
}

describe('other machines on the balancers’ network', () => {
  it('are none where nobody but the hosts themselves answers', async () => {
    const lines = ['looked', ...holds(peers, peer, vip), ...holds('02:00:00:00:00:21', web)];
    assert.deepEqual([await before(lines), await after(lines)], ['', '']);
  });

  it('hold the virtual IP', async () => {
    const lines = ['looked', ...holds(peers, peer), ...holds(theirs, vip)];
    const found = `${vip} is held by another machine: ${theirs}`;
    assert.deepEqual([await before(lines), await after(lines)], [found, found]);
  });

  it('hold it beside a single balancer, too', async () => {
    const lines = ['looked', ...holds(theirs, vip)];
    const found = `${vip} is held by another machine: ${theirs}`;
    const alone = { balancers: 1 };
    assert.deepEqual([await before(lines, alone), await after(lines, alone)], [found, found]);
  });

  it('are seen where a peer took the balancer’s own address besides its own', async () => {
    const lines = ['looked', ...holds(peers, peer, own)];
    const found = `${own} is held by another machine: ${peers}`;
    assert.deepEqual([await before(lines), await after(lines)], [found, found]);
  });

  for (const [what, lines] of [
    ['addresses that nobody has', holds(theirs, '203.0.113.254', vip, own)],
    ['three hosts', holds(theirs, vip, own, peer, web)],
  ] as const) {
    it(`are none where one hardware address answers for ${what}: proxy ARP`, async () => {
      const all = ['looked', ...lines];
      assert.deepEqual([await before(all), await after(all)], ['', '']);
    });
  }

  it('are seen beside proxy ARP', async () => {
    const other = '02:00:00:00:00:98';
    const lines = ['looked', ...holds(theirs, vip, own, peer, web, app), ...holds(other, vip)];
    const found = `${vip} is held by another machine: ${other}`;
    assert.deepEqual([await before(lines), await after(lines)], [found, found]);
  });

  it('are none on a link of its own before a change, where a peer is known by another address; verify knows', async () => {
    const plan = { keepalivedMore: ', interface: eth1' };
    const lines = ['apart', 'looked', ...holds(theirs, vip)];
    assert.equal(await before(lines, plan), '');
    assert.equal(
      await before(['apart', 'looked', ...holds(theirs, own)], plan),
      `${own} is held by another machine: ${theirs}`,
    );
    assert.equal(await after(lines, plan), `${vip} is held by another machine: ${theirs}`);
    assert.equal(await after(['apart', 'looked', ...holds(mine, vip)], plan), '');
  });

  it('hold addresses of IPv6 hosts, for which is asked', async () => {
    const stack = await stackOf({ vars: 'private_address: fd00::41' });
    const [condition] = preconditionsOf(stack.context.fleet.host('lb1'), stack.context);
    assert.match(condition?.question.text ?? '', / 'fd00::41'/);
    const found = condition?.judge(said(['looked', ...holds(theirs, 'fd00::41')]))?.found;
    assert.equal(found, `fd00::41 is held by another machine: ${theirs}`);
  });

  it('can’t be looked for where there is no link, which verify says', async () => {
    await assert.rejects(after([]), {
      code: 'E_UNREADABLE',
      message:
        /^could not check: no interface of lb1 has the address 10\.0\.0\.11, so the network can't be searched for other machines; set keepalived\.interface$/,
    });
    assert.equal(await before([]), '', 'the role itself says so first');
  });
});
