// Who else is on the balancers' network, looked for on a real host: another network with a real keepalived at its far end.
import assert from 'node:assert/strict';
import { lookOnWire, seenOnWire, sh } from '../../../lib/kit.js';
import { preconditionsOf, refuseUnmet } from '../../../lib/plan/preconditions.js';
import { type Declared } from '../../unit/roles/declared.js';
import { stackOf } from '../../unit/roles/stack.js';
import { TestBed } from '../test-bed.js';
import { testHost } from '../test-host.js';

const unit = 'trueup-tried-stranger';

/** The far end is a machine of its own, as far as the network can tell. */
const network = sh`
export DEBIAN_FRONTEND=noninteractive
command -v keepalived >/dev/null || { apt-get -q update; apt-get -q -y install --no-install-recommends keepalived; } >/dev/null 2>&1
systemctl stop keepalived
systemd-run --quiet --unit=${unit} unshare --net sleep infinity
sleep 1
ip link add near type veth peer name far netns "$(systemctl show -p MainPID --value ${unit})"
ip addr add 10.0.0.11/24 dev near
ip link set near up`;

const there = (script: string) =>
  sh`nsenter --net -t "$(systemctl show -p MainPID --value ${unit})" sh -c ${script}`;

const speaker = (id: number, address: string): string => `
cat >/run/tried-keepalived.conf <<end
vrrp_instance other { state MASTER
interface far
virtual_router_id ${id}
priority 99
advert_int 0.3
virtual_ipaddress { ${address}/32
} }
end
keepalived -f /run/tried-keepalived.conf -p /run/tried-k.pid -r /run/tried-v.pid -P
sleep 3`;
const silence = sh`kill "$(cat /run/tried-k.pid)"; sleep 1`;

describe('Other machines on the balancers’ network', function () {
  this.timeout(300_000);
  let bed: TestBed;
  let stack: Declared;

  before(async function () {
    bed = await TestBed.connect(testHost.call(this));
    stack = await stackOf();
    await bed.run(network);
    await bed.run(there('ip link set far up; ip addr add 10.0.0.99/24 dev far'));
  });
  after(async () => {
    // oxlint-disable-next-line typescript/no-unnecessary-condition -- `before` may have skipped the suite
    if (!bed) return;
    await bed.run(sh`systemctl stop ${unit}; ip link del near 2>/dev/null || true; rm -f /run/tried-*`);
    await bed.close();
  });

  /** What a plan of lb1 would be refused for. */
  async function refusal(): Promise<string> {
    const conditions = preconditionsOf(stack.context.fleet.host('lb1'), stack.context);
    // Who else is there, and whether the address is of this network.
    assert.equal(conditions.length, 2);
    const answers = [];
    for (const { question } of conditions) answers.push(await bed.answer(question));
    try {
      refuseUnmet('lb1', conditions, answers);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : 'no error';
    }
  }

  it('are none where nobody has an address of ours', async () => {
    assert.equal(await refusal(), '');
  });

  for (const [what, address] of [
    ['the virtual IP', '10.0.0.100'],
    ["the balancer's own address", '10.0.0.11'],
  ] as const) {
    it(`are seen where one has ${what}`, async () => {
      await bed.run(there(`ip addr add ${address}/32 dev far`));
      assert.match(await refusal(), new RegExp(`^lb1: ${address} is held by another machine: [0-9a-f:]{17}`));
      await bed.run(there(`ip addr del ${address}/32 dev far`));
      assert.equal(await refusal(), '');
    });
  }

  it('are no matter where a peer has the virtual IP', async () => {
    await bed.run(there('ip addr add 10.0.0.12/32 dev far; ip addr add 10.0.0.100/32 dev far'));
    assert.equal(await refusal(), '');
    await bed.run(there('ip addr del 10.0.0.12/32 dev far; ip addr del 10.0.0.100/32 dev far'));
  });

  it('are no matter where one machine answers for everything', async () => {
    await bed.run(there('ip addr add 10.0.0.100/32 dev far; ip addr add 192.0.2.254/32 dev far'));
    assert.equal(await refusal(), '');
    await bed.run(there('ip addr del 10.0.0.100/32 dev far; ip addr del 192.0.2.254/32 dev far'));
  });

  it('are seen where one has an IPv6 address of ours, and nobody remembers that it was asked for', async () => {
    const ours = ['fd00:7::1', 'fd00:7::2'];
    await bed.run(there('ip addr add fd00:7::2/64 dev far nodad'));
    const answer = await bed.answer(lookOnWire({ own: '10.0.0.11', addresses: ours }, sh`true`));
    assert.equal(answer.status, 0, answer.stderr);
    const { holders, looked } = seenOnWire(answer);
    assert.deepEqual([looked, [...holders.keys()]], [true, ['fd00:7::2']]);
    assert.equal(await bed.run(there('ip -6 neigh show fd00:7::/64; ip neigh show 10.0.0.11')), '');
    await bed.run(there('ip addr del fd00:7::2/64 dev far'));
  });

  it('are seen where a pair of somebody else has our virtual_router_id, though the firewall drops it', async () => {
    await bed.run(there(speaker(51, '10.0.0.200')));
    assert.match(
      await refusal(),
      /^lb1: 10\.0\.0\.99, which is not a balancer of this inventory, announces 10\.0\.0\.200 with virtual_router_id 51$/,
    );
    await bed.run(silence);
  });

  it('are no matter where it has another number and another address', async () => {
    await bed.run(there(speaker(52, '10.0.0.200')));
    assert.equal(await refusal(), '');
    await bed.run(silence);
  });
});
