// Promise 5: what a run changed goes back; what can't is said before anything is done.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFleet } from '../../lib/converge/apply-fleet.js';
import { rollbackFleet } from '../../lib/converge/rollback-fleet.js';
import { planFleet } from '../../lib/plan/plan-fleet.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { dropIn, file, sh } from '../../lib/kit.js';
import { canary, cases, cleanUp, daemon, look, root } from './cases/rolled-back.js';
import type { Event } from '../../lib/model/event.js';
import type { RunMark } from '../../lib/model/record.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Role } from '../../lib/model/role.js';
import type { EngineOptions } from '../../lib/engine/engine-options.js';
import { recordsOfHosts } from '../../lib/engine/records-of-hosts.js';
import { nameRun } from '../../lib/undo/history/record-paths.js';
import { lastChange, planRollback } from '../../lib/undo/rollback/rollback-plan.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';
import { TestBed } from '../contract/test-bed.js';

describe('promise 5: rollback (a host)', function () {
  this.timeout(300_000);
  const never = new AbortController().signal;
  let folder = '';

  let bed: TestBed;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    folder = mkdtempSync(join(tmpdir(), 'trueup-back-'));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [backed]}');
    const { host, user, privateKeyFile, knownHostsFile } = testHost();
    const vars = {
      ...{ ansible_host: host, ansible_user: user, ansible_ssh_private_key_file: privateKeyFile },
      ...{ trueup_known_hosts_file: knownHostsFile, trueup_ssh_config: 'none' },
    };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify({ all: { vars, hosts: { box: {} } } }));
  });
  afterEach(async () => {
    await bed.run(cleanUp);
  });
  after(async () => {
    if (folder === '') return;
    await bed.close();
    rmSync(folder, { recursive: true });
  });

  function mark(command: RunMark['command']): RunMark {
    const at = new Date();
    return {
      run: nameRun(at, randomBytes(2).toString('hex')),
      command,
      at: at.toISOString(),
      by: 'promise 5',
      version: '0',
    };
  }
  function engine(
    resources: readonly Resource[],
    events: Event[],
    command: RunMark['command'],
  ): EngineOptions {
    const backed: Role = { name: 'backed', why: 'rolled back', vars: {}, resources: () => resources };
    return {
      ...{ forks: 1, roles: new Map([['backed', backed]]), packageRoot: '/nonexistent' },
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
      ...{ listener: (event: Event) => events.push(event), mark: mark(command), stop: never, abort: never },
    };
  }
  async function apply(resources: readonly Resource[]): Promise<void> {
    const events: Event[] = [];
    const options = engine(resources, events, 'apply');
    const fleet = await loadFleet(folder, { roles: options.roles });
    const { ok } = await applyFleet(fleet, fleet.hosts, options);
    assert.ok(ok, JSON.stringify(events, undefined, 1));
  }
  async function prune(): Promise<void> {
    const events: Event[] = [];
    const options = { ...engine([], events, 'apply'), prune: { databases: [] } };
    const fleet = await loadFleet(folder, { roles: options.roles });
    assert.ok((await applyFleet(fleet, fleet.hosts, options)).ok, JSON.stringify(events));
  }
  async function rollback(): Promise<readonly string[]> {
    const events: Event[] = [];
    const options = engine([], events, 'rollback');
    const { hosts } = await loadFleet(folder, { roles: new Map(), site: 'ignored' });
    const records = await recordsOfHosts(hosts, options);
    const target = lastChange(records.values());
    assert.ok(target !== undefined && options.mark);
    const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target)]));
    const { ok } = await rollbackFleet(hosts, { target, plans, mark: options.mark }, options);
    assert.ok(ok, JSON.stringify(events, undefined, 1));
    return [...plans.values()].flatMap(({ steps }) => steps.flatMap(({ stays }) => stays));
  }

  for (const { title, before, after, stays } of cases) {
    it(`brings back ${title}`, async () => {
      await apply(before);
      const was = await bed.run(look);
      await apply(after);
      assert.notEqual(await bed.run(look), was, 'the case changes nothing');
      const said = await rollback();
      if (stays) {
        assert.match(said.join('\n'), stays);
        assert.equal(await bed.run(sh`ls ${root}`), 'key\n', 'a file that was not there goes');
        const copies = await bed.answer(sh`grep -rl ${canary} /var/lib/trueup`);
        assert.equal(copies.stdout, '');
        return;
      }
      assert.deepEqual(said, []);
      assert.equal(await bed.run(look), was);
      assert.deepEqual(await bed.differences(before), [], 'the older commit finds nothing to do');
    });
  }

  it('takes away the folders that it made on the way, and makes them again when a removal goes back', async () => {
    const thing = dropIn({ unit: 'trueup-back.service', name: 'more', content: '[Service]\nNice=5\n' });
    const folder = '/etc/systemd/system/trueup-back.service.d';
    const there = (): Promise<string> => bed.run(sh`find ${folder} 2>/dev/null || true`);
    await apply([thing]);
    await rollback();
    assert.equal(await there(), '');

    await apply([thing]);
    await prune();
    assert.equal(await there(), '');
    await rollback();
    assert.equal(await there(), `${folder}\n${folder}/more.conf\n`);
    await prune();
    assert.equal(await there(), '');
  });

  it('forgets that it created what went back, and knows it again when a removal goes back', async () => {
    const thing = file({ path: `${root}-ledger`, content: 'x' });
    const orphans = async (): Promise<string> => {
      const events: Event[] = [];
      const options = engine([], events, 'apply');
      const fleet = await loadFleet(folder, { roles: options.roles });
      await planFleet(fleet, fleet.hosts, options);
      return events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])).join('\n');
    };
    await bed.run(sh`rm -rf ${`${root}-ledger`}`);
    await apply([thing]);
    assert.match(await orphans(), /orphaned .*-ledger/);
    await rollback();
    assert.doesNotMatch(await orphans(), /-ledger/);

    await apply([thing]);
    await prune();
    assert.equal(await bed.run(sh`ls ${`${root}-ledger`} 2>/dev/null || true`), '');
    await rollback();
    assert.equal(await bed.run(sh`cat ${`${root}-ledger`}`), 'x');
    assert.match(await orphans(), /orphaned .*-ledger/);
    await bed.run(sh`rm -rf ${`${root}-ledger`} /var/lib/trueup/ledger`);
  });

  it('takes a rollback back, too', async () => {
    await apply(daemon('one\n'));
    await apply(daemon('two\n'));
    const was = await bed.run(look);
    await rollback();
    const events: Event[] = [];
    const options = engine([], events, 'rollback');
    const { hosts } = await loadFleet(folder, { roles: new Map(), site: 'ignored' });
    const records = await recordsOfHosts(hosts, options);
    const target = [...records.values()].flat().at(-1)?.mark.run ?? '';
    const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target)]));
    assert.ok(options.mark);
    assert.ok(
      (await rollbackFleet(hosts, { target, plans, mark: options.mark }, options)).ok,
      JSON.stringify(events),
    );
    assert.equal(await bed.run(look), was);
  });
});
