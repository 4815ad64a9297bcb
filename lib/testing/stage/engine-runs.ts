// Runs the engine on a stage, as a user without a terminal would, and collects its events.
import { randomBytes } from 'node:crypto';
import { compileHost, type Declared } from '../../compile/compile-host.js';
import { applyFleet } from '../../converge/apply-fleet.js';
import { rollbackFleet } from '../../converge/rollback-fleet.js';
import { compileContextOf } from '../../engine/compile-context.js';
import type { EngineOptions, RunResult } from '../../engine/engine-options.js';
import { openHost } from '../../engine/open-host.js';
import { recordsOfHosts } from '../../engine/records-of-hosts.js';
import { redactFor } from '../../engine/secrets-to-redact.js';
import type { Event, Listener } from '../../model/event.js';
import type { RunMark } from '../../model/record.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { factsQuestion } from '../../plan/facts-question.js';
import { planFleet } from '../../plan/plan-fleet.js';
import { readFacts } from '../../plan/read-facts.js';
import { redactEvents } from '../../report/redact.js';
import { nameRun } from '../../undo/history/record-paths.js';
import { planRollback } from '../../undo/rollback/rollback-plan.js';
import type { Verdict } from '../../verify/judge-checks.js';
import { verifyFleet } from '../../verify/verify-fleet.js';
import { HostBed } from '../try-resource-on-host.js';
import type { Stage } from './stage.js';

/** The result of a run, and all of its events. */
export interface Told {
  readonly result: RunResult;
  readonly events: readonly Event[];
}

export interface RunsOptions {
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly packageRoot: string;
  readonly signal: AbortSignal;
}

/** As with `--forks`, this only limits parallel connections. */
const forks = 20;

export class Runs {
  /** All events that were passed on so far. They must not contain secrets. */
  readonly heard: Event[] = [];

  constructor(
    readonly stage: Stage,
    readonly options: RunsOptions,
  ) {}

  /** Plans; `more` may set other roles, or what to prune. */
  async plan(more: Partial<EngineOptions> = {}): Promise<Told> {
    const { fleet } = this.stage;
    return this.#told(more, (engine) => planFleet(fleet, fleet.hosts, engine));
  }

  /** Applies, and leaves a record. */
  async apply(
    more: Partial<EngineOptions> = {},
    listener?: Listener,
  ): Promise<Told & { readonly run: string }> {
    const { fleet } = this.stage;
    const mark = markOf('apply');
    const told = await this.#told(
      { mark, ...more },
      (engine) => applyFleet(fleet, fleet.hosts, engine),
      listener,
    );
    return { ...told, run: mark.run };
  }

  /** Rolls all hosts back to before a run. */
  async rollback(target: string): Promise<Told> {
    const { hosts } = this.stage.fleet;
    const mark = markOf('rollback');
    return this.#told({ mark }, async (engine) => {
      const records = await recordsOfHosts(hosts, engine);
      const plans = new Map([...records].map(([host, own]) => [host, planRollback(own, target)]));
      return rollbackFleet(hosts, { target, plans, mark }, engine);
    });
  }

  /** The verdicts of all checks. */
  async verify(): Promise<readonly Verdict[]> {
    const { fleet } = this.stage;
    const verdicts: Verdict[] = [];
    await verifyFleet(fleet, fleet.hosts, {
      ...this.engine(),
      report: async (promised) => void verdicts.push(...(await Promise.all(promised))),
    });
    return verdicts;
  }

  /** Passes a host on which resources can be tried, and what is declared there. The host is closed after the work. */
  async onHost<T>(
    name: string,
    work: (bed: HostBed, declared: readonly Declared[]) => Promise<T>,
  ): Promise<T> {
    const { fleet } = this.stage;
    const host = fleet.host(name);
    const engine = this.engine();
    const bed = new HostBed(host, await openHost(host, engine), this.options.signal);
    try {
      const facts = readFacts(name, await bed.answer(factsQuestion));
      return await work(bed, await compileHost(host, facts, compileContextOf(fleet, engine)));
    } finally {
      await bed.close();
    }
  }

  /** As on the command line, events contain no secrets. */
  engine(more: Partial<EngineOptions> = {}, listener?: Listener): EngineOptions {
    const { roles, packageRoot, signal } = this.options;
    const options = {
      ...{ forks, roles, packageRoot, stop: signal, abort: signal },
      connect: { home: '/nonexistent', acceptNew: false },
      ...more,
    };
    const told = redactEvents(
      (event) => {
        this.heard.push(event);
        listener?.(event);
      },
      redactFor(this.stage.fleet, options),
    );
    return { ...options, listener: told };
  }

  async #told(
    more: Partial<EngineOptions>,
    work: (engine: EngineOptions) => Promise<RunResult>,
    listener?: Listener,
  ): Promise<Told> {
    const events: Event[] = [];
    const engine = this.engine(more, (event) => {
      events.push(event);
      listener?.(event);
    });
    return { result: await work(engine), events };
  }
}

function markOf(command: RunMark['command']): RunMark {
  const now = new Date();
  const run = nameRun(now, randomBytes(2).toString('hex'));
  return { run, command, at: now.toISOString(), by: 'trueup test', version: '' };
}
