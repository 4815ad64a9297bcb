// Promise 5: what a run changed goes back; what can't is said before anything is done.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFleet } from '../../lib/converge/apply-fleet.js';
import { rollbackFleet } from '../../lib/converge/rollback-fleet.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { sh } from '../../lib/kit.js';
import { canary, cases, cleanUp, daemon, look, root } from './rolled-back.js';
import type { Event } from '../../lib/model/event.js';
import type { RunMark } from '../../lib/model/record.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Role } from '../../lib/model/role.js';
import type { EngineOptions } from '../../lib/plan/engine-options.js';
import { recordsOfHosts } from '../../lib/plan/records-of-hosts.js';
import { nameRun } from '../../lib/record/record-paths.js';
import { lastChange, wayBack } from '../../lib/record/way-back.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';
import { TestBed } from '../contract/test-bed.js';
import { run, trueup } from '../e2e/run-trueup.js';
import { theStack } from './the-stack.js';

describe('promise 5: rollback', function () {
  this.timeout(180_000);
  const never = new AbortController().signal;
  let folder = '';

  describe('on a host', () => {
    let bed: TestBed;

    before(async function () {
      bed = await TestBed.connect(await freshHost.call(this));
      folder = mkdtempSync(join(tmpdir(), 'trueup-back-'));
      writeFileSync(join(folder, 'site.yml'), 'roles: {all: [backed]}');
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
    async function rollback(): Promise<readonly string[]> {
      const events: Event[] = [];
      const options = engine([], events, 'rollback');
      const { hosts } = await loadFleet(folder, { roles: new Map(), site: 'ignored' });
      const records = await recordsOfHosts(hosts, options);
      const target = lastChange(records.values());
      assert.ok(target !== undefined && options.mark);
      const ways = new Map([...records].map(([host, own]) => [host, wayBack(own, target)]));
      const { ok } = await rollbackFleet(hosts, { target, ways, mark: options.mark }, options);
      assert.ok(ok, JSON.stringify(events, undefined, 1));
      return [...ways.values()].flatMap(({ steps }) => steps.flatMap(({ stays }) => stays));
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
      const ways = new Map([...records].map(([host, own]) => [host, wayBack(own, target)]));
      assert.ok(options.mark);
      assert.ok(
        (await rollbackFleet(hosts, { target, ways, mark: options.mark }, options)).ok,
        JSON.stringify(events),
      );
      assert.equal(await bed.run(look), was);
    });
  });

  describe('on the stack', () => {
    let later = '';
    before(async function () {
      await theStack.call(this);
      later = mkdtempSync(join(tmpdir(), 'trueup-later-'));
      cpSync('inventory/lab', later, { recursive: true });
      const change = (path: string, from: string, to: string): void => {
        const text = readFileSync(join(later, path), 'utf8');
        assert.ok(text.includes(from), path);
        writeFileSync(join(later, path), text.replace(from, to));
      };
      change('group_vars/all.yml', '[198.18.77.1]', '[198.18.77.1, 198.18.77.2]');
      change('group_vars/app.yml', 'workers: 2', 'workers: 3');
    });
    after(() => {
      if (later !== '') rmSync(later, { recursive: true });
    });

    it('brings packet filter and application of five hosts back, and the site answers', async () => {
      const applied = await trueup('apply', '-i', later, '--yes');
      assert.equal(applied.status, 0, applied.stdout + applied.stderr);
      const back = await trueup('rollback', '-i', 'inventory/lab', '--yes');
      assert.equal(back.status, 0, back.stdout + back.stderr);
      assert.match(back.stdout, /app1.*: back to before/);
      const plan = await trueup('plan', '-i', 'inventory/lab', '--detailed-exitcode');
      assert.equal(plan.status, 0, plan.stdout + plan.stderr);
      const page = ['--resolve', 'www.foobar.com:443:198.18.77.100', 'https://www.foobar.com/'];
      const answer = await run('curl', ['-fsS', '--cacert', '/var/lib/trueup-lab/ca/ca.pem', ...page]);
      assert.equal(answer.status, 0, answer.stderr);
      const history = await trueup('history', '-i', 'inventory/lab');
      assert.match(history.stdout, /rolled back by/);
    });
  });
});
