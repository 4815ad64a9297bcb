// A host on which resources are tried one by one: queried, compared and changed as by the engine, over one session.
import pLimit from 'p-limit';
import { applyUpToUnknown, type Progress } from '../converge/apply-pass.js';
import { Gates } from '../converge/wait-for-roles.js';
import { HostRecord } from '../converge/record-host-run.js';
import type { HostRun } from '../converge/host-run-context.js';
import { HostTurns } from '../converge/take-turn.js';
import { Settling } from '../converge/detect-not-converged.js';
import { Turns } from '../converge/wait-for-turn.js';
import { compileContextOf } from '../engine/compile-context.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { Tally } from '../engine/resource-counts.js';
import type { Event, Listener } from '../model/event.js';
import type { Facts } from '../model/facts.js';
import type { Fleet, Host } from '../model/fleet.js';
import type { Resource } from '../model/resource.js';
import type { Answer, Script } from '../model/script.js';
import { diffHost, type PlannedStep } from '../plan/diff-host.js';
import { probeHost } from '../plan/probe-host.js';
import { Machines } from '../plan/same-machine.js';
import { TurnOrder } from '../plan/turn-order.js';
import type { Session } from '../wire/session.js';

/** Number of passes after which remaining differences are assumed to be permanent. */
const mostPasses = 5;

export class HostBed {
  /** The events of the changes that were made. */
  readonly events: Event[] = [];
  onEvent: ((event: Event) => void) | undefined;

  /** `signal` aborts what is running. The session is closed along with the bed. */
  constructor(
    readonly host: Host,
    readonly session: Session,
    readonly signal: AbortSignal,
  ) {}

  async close(): Promise<void> {
    await this.session.close();
  }

  /** Runs a script; throws if its status isn't 0. */
  async run(script: Script): Promise<string> {
    const answer = await this.answer(script);
    if (answer.status !== 0) throw new Error(`status ${answer.status}: ${answer.stderr}\n${script.masked}`);
    return answer.stdout;
  }

  async answer(script: Script): Promise<Answer> {
    const options = { onFailure: 'go on', secondsFor: () => 300, signal: this.signal } as const;
    const [answer] = await this.session.run([script], options);
    if (!answer) throw new Error('no answer');
    return answer;
  }

  /** Queries the state of the resources and compares it with what is declared. */
  async compare(resources: readonly Resource[]): Promise<readonly PlannedStep[]> {
    const declared = resources.map((resource) => ({ resource, role: 'test' }));
    return diffHost(this.host.name, declared, await probeHost(this.session, declared, this.signal));
  }

  /**
   * Queries and changes resources until nothing differs, as an apply does, and returns the ids of those that it
   * changed. `first` is the result of a recent comparison. Throws E_APPLY, and if differences remain after five passes.
   */
  async converge(resources: readonly Resource[], first?: readonly PlannedStep[]): Promise<readonly string[]> {
    const run = this.#newRun();
    const progress: Progress = {
      settling: new Settling(),
      record: new HostRecord(this.host.name, run.options),
      turns: new HostTurns(run),
    };
    const told = this.events.length;
    let steps = first ?? (await this.compare(resources));
    for (let pass = 1; pass <= mostPasses; pass += 1) {
      if (pass > 1) steps = await this.compare(resources);
      if (steps.every((step) => step.state === 'same'))
        return this.events.slice(told).flatMap((one) => (one.type === 'step.done' ? [one.resource] : []));
      const reboot = await applyUpToUnknown(run, this.session, noFacts, steps, progress);
      if (reboot) throw new Error(`${reboot.resource} requests a reboot, which this test does not support`);
    }
    throw new Error(`still differs after repeated applies: ${steps.flatMap(differencesOf).join('; ')}`);
  }

  /** A run on one host, which waits for no other host. */
  #newRun(): HostRun {
    const { host, signal } = this;
    const hosts = [host];
    const listener: Listener = (event) => {
      this.events.push(event);
      this.onEvent?.(event);
    };
    const options: EngineOptions = {
      ...{ forks: 1, roles: new Map(), packageRoot: '/nonexistent', listener, stop: signal, abort: signal },
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
    };
    const fleet = {
      ...{ folder: '/nonexistent', hosts, inGroup: () => hosts, withRole: () => [] },
      ...{ host: () => host, varsOf: () => ({}) as never, offersOf: () => [] },
    } satisfies Fleet;
    return {
      ...{ host, context: compileContextOf(fleet, options), options, tally: new Tally() },
      ...{ limit: pLimit(1), reboots: pLimit(1), lock: { owner: 'test', waitSeconds: 0 } },
      machines: new Machines(),
      gates: new Gates(hosts, options.roles, undefined),
      turns: new Turns(hosts, new TurnOrder([]), listener),
    };
  }
}

/** Only hosts that take turns need them. */
const noFacts = {} as Facts;

/** What differs, as `file /etc/motd: update content`; what can't be known yet as `service x: unknown`. */
export function differencesOf({ resource, state, changes }: PlannedStep): readonly string[] {
  if (state === 'unknown') return [`${resource}: unknown`];
  return changes.map(({ verb, what }) => `${resource}: ${verb} ${what}`);
}
