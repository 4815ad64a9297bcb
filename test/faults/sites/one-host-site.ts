// A site of one host, the test host, with roles of the test's own: planned and applied through the engine.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyFleet } from '../../../lib/converge/apply-fleet.js';
import { rollbackFleet } from '../../../lib/converge/rollback-fleet.js';
import { loadFleet } from '../../../lib/inventory/load-fleet.js';
import { Type } from '../../../lib/kit.js';
import type { Event, HostOutcome, Trouble } from '../../../lib/model/event.js';
import type { Step } from '../../../lib/model/plan.js';
import type { Connection, Fleet, Host } from '../../../lib/model/fleet.js';
import type { RunMark } from '../../../lib/model/record.js';
import type { Resource } from '../../../lib/model/resource.js';
import type { Role } from '../../../lib/model/role.js';
import type { EngineOptions } from '../../../lib/engine/engine-options.js';
import { planFleet } from '../../../lib/plan/plan-fleet.js';
import { recordsOfHosts } from '../../../lib/engine/records-of-hosts.js';
import { nameRun } from '../../../lib/undo/history/record-paths.js';
import { lastChange, planRollback } from '../../../lib/undo/rollback/rollback-plan.js';
import { testHost } from '../../contract/test-host.js';

export interface Ended {
  readonly outcome: HostOutcome | undefined;
  readonly trouble: Trouble | undefined;
  /** `file /etc/motd: update content`. */
  readonly changes: readonly string[];
  readonly events: readonly Event[];
}

/** For a run that leaves a record. */
export function markOf(command: RunMark['command']): RunMark {
  const now = new Date();
  const run = nameRun(now, randomBytes(2).toString('hex'));
  return { run, command, at: now.toISOString(), by: 'a test', version: '0' };
}

export class OneHostSite {
  readonly #folder = mkdtempSync(join(tmpdir(), 'trueup-site-'));
  readonly #never = new AbortController().signal;

  /** `key`: of the operator, where it isn't the host's own. */
  constructor(key?: string, connection: Connection = testHost()) {
    const box = {
      ansible_host: connection.host,
      ansible_user: connection.user,
      ansible_ssh_private_key_file: key ?? connection.privateKeyFile,
      trueup_known_hosts_file: connection.knownHostsFile,
      trueup_ssh_config: 'none',
      ansible_become: connection.become,
      ...(connection.becomePassword && { ansible_become_password: connection.becomePassword.reveal() }),
      ansible_ssh_timeout: 3,
    };
    writeFileSync(join(this.#folder, 'hosts.yml'), JSON.stringify({ all: { hosts: { box } } }));
    writeFileSync(join(this.#folder, 'trueup.yml'), 'roles: {all: [tried]}');
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  /** Applies these resources; `listener` hears each event as it happens. */
  apply(
    resources: readonly Resource[],
    listener?: (event: Event) => void,
    more: Partial<EngineOptions> = {},
  ): Promise<Ended> {
    return this.#run(applyFleet, resources, more, listener);
  }

  plan(resources: readonly Resource[], more: Partial<EngineOptions> = {}): Promise<Ended> {
    return this.#run(planFleet, resources, more);
  }

  /** Undoes the last run that left a record. */
  async rollback(): Promise<Ended> {
    return this.#run(
      async (_fleet, hosts, options) => {
        const records = await recordsOfHosts(hosts, options);
        const target = lastChange(records.values());
        assert.ok(target !== undefined && options.mark);
        const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target)]));
        return rollbackFleet(hosts, { target, plans, mark: options.mark }, options);
      },
      [],
      { mark: markOf('rollback') },
    );
  }

  async #run(
    work: (fleet: Fleet, hosts: readonly Host[], options: EngineOptions) => Promise<unknown>,
    resources: readonly Resource[],
    more: Partial<EngineOptions>,
    listener?: (event: Event) => void,
  ): Promise<Ended> {
    const tried: Role = {
      name: 'tried',
      why: 'for the test',
      vars: Type.Object({}),
      resources: () => resources,
    };
    const roles = new Map([[tried.name, tried]]);
    const events: Event[] = [];
    const options: EngineOptions = {
      forks: 1,
      roles,
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
      packageRoot: '/nonexistent',
      // Of a run that was killed, or lost its connection, the host may not know yet.
      waitSeconds: 60,
      listener: (event) => {
        events.push(event);
        listener?.(event);
      },
      stop: this.#never,
      abort: this.#never,
      ...more,
    };
    const fleet = await loadFleet(this.#folder, { roles });
    await work(fleet, fleet.hosts, options);
    const done = events.find((event) => event.type === 'host.done');
    const steps = events.flatMap((event): readonly Pick<Step, 'resource' | 'changes'>[] => {
      if (work !== planFleet) return event.type === 'step.done' ? [event] : [];
      return event.type === 'host.planned' ? event.steps : [];
    });
    return {
      outcome: done?.outcome,
      trouble: done?.trouble,
      changes: steps.flatMap(({ resource, changes }) =>
        changes.map(({ verb, what }) => `${resource}: ${verb} ${what}`),
      ),
      events,
    };
  }
}
