// A written plan on a real host: exactly its changes, or none.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFleet } from '../../lib/converge/apply-fleet.js';
import { SavedPlan } from '../../lib/converge/enforce-saved-plan.js';
import { applyChanges } from '../../lib/converge/send-changes.js';
import { loadFleet } from '../../lib/inventory/load-fleet.js';
import { defineRole, file, secretString, service, sh, Type, unit, type Role } from '../../lib/kit.js';
import type { Event } from '../../lib/model/event.js';
import type { SavedHostPlan } from '../../lib/model/plan.js';
import type { EngineOptions } from '../../lib/engine/engine-options.js';
import { planFleet } from '../../lib/plan/plan-fleet.js';
import { planFileText, readPlanFile } from '../../lib/plan/saved-plan-json.js';
import { digestSteps, stillAsPlanned } from '../../lib/plan/plan-digest.js';
import { Tally } from '../../lib/engine/resource-counts.js';
import { TestBed } from '../contract/test-bed.js';
import { freshHost } from '../contract/fresh-host.js';
import { testHost } from '../contract/test-host.js';

const canary = 'S3cret-of-the-plan-9fd2';

const contracted = defineRole({
  name: 'contracted',
  why: 'for the test',
  vars: Type.Object(
    { text: Type.String(), password: secretString({ description: 'planted' }) },
    { additionalProperties: false },
  ),
  *resources({ vars }) {
    yield file({ path: '/etc/trueup-saved.txt', content: `${vars.text}\n` });
    yield file({ path: '/etc/trueup-saved.key', content: vars.password, mode: '0600' });
    const sleeper = unit({
      name: 'trueup-saved.service',
      content: '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
    });
    yield sleeper;
    yield service({ unit: 'trueup-saved', running: true, enabled: true, restartOn: [sleeper] });
  },
});

const cleanUp = sh`
systemctl disable -q --now trueup-saved.service 2>/dev/null || true
rm -f /etc/trueup-saved.txt /etc/trueup-saved.key /etc/systemd/system/trueup-saved.service
rm -f /var/lib/trueup/stamps/trueup-saved.service
systemctl daemon-reload`;

describe('promise 13: a saved plan is applied exactly, or not at all', function () {
  this.timeout(300_000);
  let folder = '';
  let bed: TestBed;
  const never = new AbortController().signal;

  before(async function () {
    bed = await TestBed.connect(await freshHost.call(this));
    folder = mkdtempSync(join(tmpdir(), 'trueup-saved-'));
    writeFileSync(join(folder, 'trueup.yml'), 'roles: {all: [contracted]}');
  });
  beforeEach(async () => {
    declare({ text: 'first' });
    await bed.run(cleanUp);
  });
  after(async () => {
    if (folder === '') return;
    await bed.run(cleanUp);
    await bed.close();
    rmSync(folder, { recursive: true });
  });

  interface Wish {
    readonly text: string;
    readonly password?: string;
    readonly more?: Readonly<Record<string, unknown>>;
  }
  function declare({ text, password = canary, more = {} }: Wish): void {
    const connection = testHost();
    const vars = {
      ansible_host: connection.host,
      ansible_user: connection.user,
      ansible_ssh_private_key_file: connection.privateKeyFile,
      trueup_known_hosts_file: connection.knownHostsFile,
      trueup_ssh_config: 'none',
      ansible_ssh_timeout: 1,
      contracted: { text, password },
    };
    const inventory = { all: { vars, hosts: { box: {}, ...more } } };
    writeFileSync(join(folder, 'hosts.yml'), JSON.stringify(inventory));
  }

  const roles = new Map<string, Role>([['contracted', contracted]]);
  function options(events: Event[]): EngineOptions {
    return {
      forks: 5,
      roles,
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
      packageRoot: '/nonexistent',
      listener: (event) => events.push(event),
      stop: never,
      abort: never,
    };
  }
  async function planned(): Promise<{ plans: SavedHostPlan[]; salt: string }> {
    const fleet = await loadFleet(folder, { roles });
    const draft = { salt: randomBytes(32).toString('hex'), plans: [] as SavedHostPlan[] };
    const digests = { salt: draft.salt, keep: (plan: SavedHostPlan) => void draft.plans.push(plan) };
    await planFleet(fleet, fleet.hosts, options([]), digests);
    // As it comes back from a file.
    return { plans: JSON.parse(JSON.stringify(draft.plans)) as SavedHostPlan[], salt: draft.salt };
  }
  async function applied({ plans, salt }: { plans: SavedHostPlan[]; salt: string }) {
    const fleet = await loadFleet(folder, { roles });
    const events: Event[] = [];
    const result = await applyFleet(fleet, fleet.hosts, options(events), new SavedPlan(plans, salt));
    const trouble = (host: string) =>
      events.flatMap((event) =>
        event.type === 'host.done' && event.host === host && event.trouble ? [event.trouble] : [],
      )[0];
    const started = events.filter((event) => event.type === 'step.started').length;
    return { result, trouble, started };
  }
  const text = (): Promise<string> => bed.run(sh`cat /etc/trueup-saved.txt 2>/dev/null || echo nothing`);

  it('makes the changes of the plan', async () => {
    const { result } = await applied(await planned());
    assert.deepEqual([...result.outcomes], [['box', 'changed']]);
    assert.equal(await text(), 'first\n');
    assert.deepEqual(
      (await planned()).plans[0]?.steps.map(({ state }) => state),
      Array(4).fill('same'),
    );
  });

  it('is the same plan when nothing happened: a digest depends on the state alone', async () => {
    await applied(await planned());
    const [one, other] = [await planned(), await planned()];
    const haves = ({ plans }: { plans: SavedHostPlan[] }) => plans[0]?.steps.map(({ have }) => have);
    assert.deepEqual(haves(one), haves(other));
  });

  for (const [what, tamper, moved] of [
    [
      'a file it creates was made by somebody',
      sh`echo other >/etc/trueup-saved.txt`,
      'file /etc/trueup-saved.txt',
    ],
    [
      'a file it replaces is of another mode',
      sh`: >/etc/trueup-saved.key; chmod 0640 /etc/trueup-saved.key`,
      'file /etc/trueup-saved.key',
    ],
    [
      'a unit appeared',
      sh`printf '[Service]\nExecStart=/bin/true\n' >/etc/systemd/system/trueup-saved.service; systemctl daemon-reload`,
      'trueup-saved',
    ],
  ] as const) {
    it(`refuses the host when ${what} since, and names it`, async () => {
      const plan = await planned();
      await bed.run(tamper);
      const { result, trouble, started } = await applied(plan);
      assert.deepEqual([...result.outcomes], [['box', 'failed']]);
      assert.equal(trouble('box')?.code, 'E_STALE_PLAN');
      assert.ok(trouble('box')?.output?.includes(moved), trouble('box')?.output);
      assert.equal(started, 0);
    });
  }

  it('refuses when what it found to be right has moved since', async () => {
    await applied(await planned());
    declare({ text: 'second' });
    const plan = await planned();
    await bed.run(sh`systemctl stop trueup-saved.service`);
    const { trouble } = await applied(plan);
    assert.equal(trouble('box')?.code, 'E_STALE_PLAN');
    assert.match(trouble('box')?.output ?? '', /service trueup-saved/);
    assert.equal(await text(), 'first\n');
  });

  it('refuses when something else is declared by now, be it only a secret', async () => {
    const plan = await planned();
    declare({ text: 'second' });
    assert.equal((await applied(plan)).trouble('box')?.output, 'file /etc/trueup-saved.txt');
    declare({ text: 'first', password: 'another-secret' });
    assert.equal((await applied(plan)).trouble('box')?.output, 'file /etc/trueup-saved.key');
    assert.equal(await text(), 'nothing\n');
  });

  it('changes no host when one of them is gone', async () => {
    const { plans, salt } = await planned();
    const [box] = plans;
    assert.ok(box);
    // 127.0.0.1:1: nobody listens.
    declare({ text: 'first', more: { gone: { ansible_host: '127.0.0.1', ansible_port: 1 } } });
    const both = [box, { ...box, host: 'gone' }];
    const { result, trouble } = await applied({ plans: both, salt });
    assert.deepEqual(Object.fromEntries(result.outcomes), { box: 'skipped', gone: 'unreachable' });
    assert.match(trouble('box')?.message ?? '', /because the plan could not be confirmed on gone/);
    assert.equal(await text(), 'nothing\n');
  });

  it('looks again in the very script that changes: between look and change nothing slips in', async () => {
    const resources = [
      file({ path: '/etc/trueup-saved.txt', content: 'first\n' }),
      file({ path: '/etc/trueup-saved.key', content: 'x\n' }),
    ];
    const steps = await bed.compare(resources);
    const salt = '0'.repeat(64);
    const sealed = await digestSteps(bed.session, 'box', steps, salt, never);
    await bed.run(sh`echo slipped in >/etc/trueup-saved.key`);
    const guard = stillAsPlanned(resources.map((one, at) => [one, sealed[at]?.have ?? ''] as const));
    const telling = { watchers: [], tally: new Tally(), options: options([]), guard };
    await assert.rejects(applyChanges(bed.session, bed.host, steps, telling), {
      code: 'E_STALE_PLAN',
      output: 'file /etc/trueup-saved.key',
    });
    assert.equal(await text(), 'nothing\n');
  });

  it('holds no secret, and reads back as it was written', async () => {
    const { plans, salt } = await planned();
    const json = planFileText({ made: 'now', by: 'me', inventory: folder, salt, hosts: plans });
    assert.ok(!json.includes(canary));
    assert.ok(json.includes('***'));
    assert.deepEqual((await readPlanFile('a.plan', json)).hosts, plans);
  });

  for (const [what, broken, message] of [
    ['is empty', '', /^a\.plan is not a saved plan: not valid JSON/],
    ['is cut off', '{"format": "trueup plan 2", "hosts": [', /^a\.plan is not a saved plan: not valid JSON/],
    [
      'is of another format',
      '{"format": "trueup plan 3"}',
      /^a\.plan cannot be applied: the plan was saved by another version/,
    ],
    ['is a list', '[]', /^a\.plan is not a valid saved plan: /],
  ] as const) {
    it(`refuses a file that ${what}`, async () => {
      await assert.rejects(readPlanFile('a.plan', broken), {
        code: 'E_INPUT',
        message,
      });
    });
  }
});
