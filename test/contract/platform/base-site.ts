// The test host with the role base: applied, planned, verified and rolled back through the engine.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { applyFleet } from '../../../lib/converge/apply-fleet.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { sh, Type, type Resource, type Script } from '../../../lib/kit.js';
import type { Event, HostOutcome, Trouble } from '../../../lib/model/event.js';
import type { Connection, Fleet, Host } from '../../../lib/model/fleet.js';
import type { Step } from '../../../lib/model/plan.js';
import type { Role } from '../../../lib/model/role.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { planFleet } from '../../../lib/plan/plan-fleet.js';
import { verifyFleet } from '../../../lib/verify/verify-fleet.js';
import { base } from '../../../roles/base/role.js';
import { TestBed } from '../test-bed.js';
import { contractLab } from '../contract-lab.js';

export interface Ended {
  readonly outcome: HostOutcome | undefined;
  readonly trouble: Trouble | undefined;
  /** `file /etc/motd: update content`. */
  readonly changes: readonly string[];
  readonly notices: readonly string[];
  /** Titles of checks that don't hold, and what was found. */
  readonly failed: readonly string[];
}

type Work = (fleet: Fleet, hosts: readonly Host[], options: EngineOptions) => Promise<unknown>;
const never = new AbortController().signal;

export class BaseSite {
  #tried: readonly Resource[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'trueup-platform-'));

  readonly knownHosts: string;

  /** `vars`: more of the role's variables; `port`: where sshd listens. */
  constructor(
    readonly connection: Connection,
    readonly vars: Readonly<Record<string, unknown>> = {},
    readonly port = 22,
  ) {
    const known = readFileSync(connection.knownHostsFile ?? '', 'utf8');
    this.knownHosts = join(this.#folder, 'known_hosts');
    writeFileSync(this.knownHosts, known + known.replaceAll(connection.host, `[${connection.host}]:${port}`));
    const bare = {
      ansible_host: connection.host,
      ansible_port: port,
      ansible_user: connection.user,
      ansible_ssh_private_key_file: connection.privateKeyFile,
      trueup_known_hosts_file: this.knownHosts,
      trueup_ssh_config: 'none',
    };
    const all = { base: { operators: [contractLab.gateway], ssh_port: port, ...vars } };
    writeFileSync(join(this.#folder, 'hosts.yml'), JSON.stringify({ all: { vars: all, hosts: { bare } } }));
    writeFileSync(join(this.#folder, 'trueup.yml'), 'roles: {all: [base, tried]}');
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  apply(more: Partial<EngineOptions> = {}): Promise<Ended> {
    return this.#run(applyFleet, more);
  }

  /** Resources of the test's own, without the role. */
  applyOnly(resources: readonly Resource[], more: Partial<EngineOptions> = {}): Promise<Ended> {
    this.#tried = resources;
    return this.#run(applyFleet, { ...more, only: ['tried'] });
  }

  plan(more: Partial<EngineOptions> = {}): Promise<Ended> {
    return this.#run(planFleet, more);
  }

  verify(): Promise<Ended> {
    return this.#run((fleet, hosts, options) =>
      verifyFleet(fleet, hosts, {
        ...options,
        report: async (verdicts) => {
          await Promise.all(verdicts);
        },
      }),
    );
  }

  /** Over a connection of its own. */
  async onHost(script: Script): Promise<string> {
    const { connection, port, knownHosts } = this;
    const bed = await TestBed.connect({ ...connection, port, knownHostsFile: knownHosts });
    try {
      return await bed.run(script);
    } finally {
      await bed.close();
    }
  }

  /** Another boot, and back. */
  async reboot(): Promise<void> {
    const boot = sh`cat /proc/sys/kernel/random/boot_id`;
    // In a container that is the machine's own, so the time of the first process tells.
    const start = sh`stat -c %Y /proc/1; ${boot}`;
    const before = await this.onHost(start);
    await this.onHost(sh`systemd-run --quiet --collect --on-active=1 systemctl reboot`);
    await this.comesBack(90, async () => (await this.onHost(start)) !== before);
  }

  /** Lets somebody in within that time, and what is asked then is so. */
  async comesBack(
    seconds: number,
    and: () => Promise<boolean> = async () => (await this.onHost(sh`true`)) === '',
  ): Promise<void> {
    for (let waited = 0; waited < seconds; waited += 3) {
      await sleep(3000);
      if (await and().catch(() => false)) return;
    }
    throw new Error(`the host did not come back within ${seconds} s`);
  }

  /** How sshd would let somebody in, as it says itself. */
  async offeredMethods(): Promise<string> {
    const { connection, port, knownHosts } = this;
    const options = [
      '-F',
      'none',
      '-o',
      `UserKnownHostsFile=${knownHosts}`,
      '-o',
      'PreferredAuthentications=none',
    ];
    const asked = promisify(execFile)('ssh', [
      ...options,
      '-p',
      `${port}`,
      '-l',
      'ubuntu',
      connection.host,
      'true',
    ]);
    const { stderr } = await asked.catch((error: unknown) => error as { stderr: string });
    return /Permission denied \(([^)]*)\)/.exec(stderr)?.[1] ?? stderr;
  }

  async #run(work: Work, more: Partial<EngineOptions> = {}): Promise<Ended> {
    const tried: Role = {
      name: 'tried',
      why: 'for the test',
      vars: Type.Object({}),
      resources: () => this.#tried,
    };
    const roles = new Map([base as Role, tried].map((role) => [role.name, role]));
    const events: Event[] = [];
    const options: EngineOptions = {
      forks: 1,
      roles,
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
      packageRoot: join(import.meta.dirname, '../../..'),
      waitSeconds: 60,
      stop: never,
      abort: never,
      ...more,
      listener: (event) => {
        events.push(event);
        more.listener?.(event);
      },
    };
    const fleet = await loadFleet(this.#folder, { roles });
    await work(fleet, fleet.hosts, options);
    return endOf(events);
  }
}

function endOf(events: readonly Event[]): Ended {
  const end = events.find((event) => event.type === 'host.done');
  const done = events.flatMap((event) => (event.type === 'step.done' ? [event] : []));
  const planned = events.flatMap((event) => (event.type === 'host.planned' ? event.steps : []));
  const steps: readonly Pick<Step, 'resource' | 'changes'>[] = done.length > 0 ? done : planned;
  return {
    outcome: end?.outcome,
    trouble: end?.trouble,
    changes: steps.flatMap(({ resource, changes }) =>
      changes.map(({ verb, what }) => `${resource}: ${verb} ${what}`),
    ),
    notices: events.flatMap((event) => (event.type === 'notice' ? [event.text] : [])),
    failed: events.flatMap((event) =>
      event.type === 'check.done' && !event.ok ? [`${event.title}: ${event.found ?? ''}`] : [],
    ),
  };
}
