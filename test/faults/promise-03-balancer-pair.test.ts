// A balancer's new configuration that can't work: the ready one finds out, the active one goes on as it was.
import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Event } from '../../lib/model/event.js';
import { onHost } from '../e2e/inside.js';
import { eventsOf, labInventory, labUp, trueup } from '../e2e/run-trueup.js';

const project = new URL('../..', import.meta.url).pathname;
const lab = join(project, labInventory);

async function applied(inventory: string): Promise<{ status: number | null; events: readonly Event[] }> {
  const ended = await trueup('apply', '-i', inventory, '--yes', '--output', 'json');
  return { status: ended.status, events: eventsOf(ended) };
}

function changed(events: readonly Event[], host: string): readonly string[] {
  return events.flatMap((event) =>
    event.type === 'step.done' && event.host === host ? [event.resource] : [],
  );
}

function outcome(events: readonly Event[], host: string): string | undefined {
  return events.flatMap((event) =>
    event.type === 'host.done' && event.host === host ? [event.outcome] : [],
  )[0];
}

describe('promise 3: a bad change never takes a service down (a pair of balancers)', function () {
  this.timeout(600_000);
  let folder = '';

  before(async function () {
    if (process.getuid?.() !== 0) this.skip();
    const up = await labUp();
    assert.equal(up.status, 0, up.stderr);
    assert.equal((await applied(lab)).status, 0);
    folder = mkdtempSync(join(tmpdir(), 'trueup-pair-'));
    cpSync(lab, folder, { recursive: true, dereference: true });
  });
  after(async () => {
    if (folder !== '') rmSync(folder, { recursive: true });
    assert.equal((await applied(lab)).status, 0);
  });

  async function activeFirst(): Promise<readonly [string, string]> {
    const held = await onHost('lb1', 'ip -o addr show | grep -c "198.18.77.100/" || true');
    return held === '1' ? ['lb1', 'lb2'] : ['lb2', 'lb1'];
  }

  it('reaches the ready one first, and the active one only when that is well', async () => {
    const [active, ready] = await activeFirst();
    appendFileSync(join(folder, 'group_vars/lb.yml'), '\nhaproxy:\n  max_connections: 1999\n');
    const { status, events } = await applied(folder);
    assert.equal(status, 0);
    const config = events.flatMap((event) =>
      event.type === 'step.done' && event.resource.startsWith('service haproxy') ? [event.host] : [],
    );
    assert.deepEqual(config, [ready, active]);
    const began = events.findIndex(
      (event) => event.type === 'step.started' && event.host === active && event.role === 'haproxy',
    );
    const well = events.findIndex(
      (event) =>
        event.type === 'step.done' && event.host === ready && event.resource.startsWith('service haproxy'),
    );
    assert.ok(began > well, `${active} began at ${began}, ${ready} was well at ${well}`);
  });

  it('stops at the ready one where it fails, and the site stays up', async () => {
    const [active, ready] = await activeFirst();
    // Valid for `haproxy -c`, and impossible on a host where sshd listens.
    appendFileSync(join(folder, 'group_vars/lb.yml'), '  stats_port: 22\n');
    const { status, events } = await applied(folder);
    assert.equal(status, 1);
    assert.equal(outcome(events, ready), 'failed');
    assert.equal(outcome(events, active), 'skipped');
    assert.deepEqual(
      changed(events, active).filter((resource) => /haproxy|keepalived/.test(resource)),
      [],
    );
    for (const host of [active, ready]) {
      assert.equal(await onHost(host, 'systemctl is-active haproxy'), 'active');
    }
    assert.deepEqual(await activeFirst(), [active, ready], 'the virtual IP stayed where it was');
    const verify = await trueup('verify', '-i', lab, '--role', 'keepalived');
    assert.equal(verify.status, 0, verify.stdout + verify.stderr);
  });

  it('keeps the address where it is while the ready one can not take it', async () => {
    const [active, ready] = await activeFirst();
    await onHost(ready, 'systemctl stop keepalived');
    // A changed drop-in restarts keepalived.
    await onHost(active, 'rm /etc/systemd/system/keepalived.service.d/zz-trueup.conf');
    const ended = await trueup('apply', '-i', lab, '--yes', '--output', 'json', '--limit', active);
    const events = eventsOf(ended);
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.ok(changed(events, active).includes('service keepalived'));
    const said = events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])).join('\n');
    assert.match(said, /stays in service because no other host can take over: .*not running/);
    assert.doesNotMatch(said, /out of service/);
  });
});
