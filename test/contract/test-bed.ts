// A host to try resources on: asked, compared and told as the engine does it.
import pLimit from 'p-limit';
import { applyUpToUnknown, type Progress } from '../../lib/converge/apply-steps.js';
import { Gates } from '../../lib/converge/gates.js';
import { HostRecord } from '../../lib/converge/host-record.js';
import type { HostRun } from '../../lib/converge/host-run.js';
import { HostTurns } from '../../lib/converge/host-turns.js';
import { Settling } from '../../lib/converge/settle.js';
import { Turns } from '../../lib/converge/turns.js';
import { compileContextOf } from '../../lib/engine/compile-context.js';
import type { Event, Listener } from '../../lib/model/event.js';
import type { Facts } from '../../lib/model/facts.js';
import type { Connection, Fleet, Host } from '../../lib/model/fleet.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Answer, Script } from '../../lib/model/script.js';
import type { Transport } from '../../lib/model/transport.js';
import { probeHost } from '../../lib/plan/probe-host.js';
import { diffHost, type PlannedStep } from '../../lib/plan/diff-host.js';
import { TurnOrder } from '../../lib/plan/turn-order.js';
import type { EngineOptions } from '../../lib/engine/engine-options.js';
import { Tally } from '../../lib/engine/tally.js';
import { connect } from '../../lib/ssh/connect.js';
import { Session } from '../../lib/wire/session.js';
import { bareHost } from '../local-transport.js';

const signal = new AbortController().signal;

export class TestBed {
  /** What the engine told of the changes it made. */
  readonly events: Event[] = [];
  onEvent: ((event: Event) => void) | undefined;

  private constructor(
    readonly host: Host,
    readonly session: Session,
  ) {}

  /** On the real host that the connection names. */
  static async connect(connection: Connection): Promise<TestBed> {
    const host = { ...bareHost('box'), connection };
    const options = { home: '/nonexistent', user: 'nobody', acceptNew: false };
    const transport = await connect('box', connection, options, signal);
    try {
      return new TestBed(host, await Session.open(host, transport, { signal }));
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  /** Over any transport; then nothing can be changed that may keep the operator out, for nobody can log in anew. */
  static async over(transport: Transport, host = bareHost('box')): Promise<TestBed> {
    return new TestBed(host, await Session.open(host, transport, { signal }));
  }

  async close(): Promise<void> {
    await this.session.close();
  }

  /** Runs a script; throws where its status isn't 0. */
  async run(script: Script): Promise<string> {
    const answer = await this.answer(script);
    if (answer.status !== 0) throw new Error(`status ${answer.status}: ${answer.stderr}\n${script.masked}`);
    return answer.stdout;
  }

  async answer(script: Script): Promise<Answer> {
    const options = { onFailure: 'go on', secondsFor: () => 300, signal } as const;
    const [answer] = await this.session.run([script], options);
    if (!answer) throw new Error('no answer');
    return answer;
  }

  /** Asks, and compares. */
  async compare(resources: readonly Resource[]): Promise<readonly PlannedStep[]> {
    const declared = resources.map((resource) => ({ resource, role: 'test' }));
    return diffHost('box', declared, await probeHost(this.session, declared, signal));
  }

  /** What differs, as `file /etc/motd: update content`; what can't be known yet as `service x: unknown`. */
  async differences(resources: readonly Resource[]): Promise<readonly string[]> {
    return (await this.compare(resources)).flatMap(namesOf);
  }

  /**
   * Asks and changes until nothing differs, as an apply does, and gives what it changed. `first`: what a comparison of a
   * moment ago gave. Throws E_APPLY, and where it doesn't settle in five passes.
   */
  async converge(resources: readonly Resource[], first?: readonly PlannedStep[]): Promise<readonly string[]> {
    const run = this.#newRun();
    const progress: Progress = {
      settling: new Settling(),
      record: new HostRecord(this.host.name, run.options),
      turns: new HostTurns(run),
    };
    const told = this.events.length;
    for (let pass = 1; pass <= 5; pass += 1) {
      const steps = pass === 1 && first ? first : await this.compare(resources);
      if (steps.every((step) => step.state === 'same'))
        return this.events.slice(told).flatMap((one) => (one.type === 'step.done' ? [one.resource] : []));
      const reboot = await applyUpToUnknown(run, this.session, noFacts, steps, progress);
      if (reboot) throw new Error(`${reboot.resource} is not for a test bed`);
    }
    throw new Error(`it doesn't settle: ${(await this.differences(resources)).join('; ')}`);
  }

  /** Of one host that waits for nobody. */
  #newRun(): HostRun {
    const hosts = [this.host];
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
      ...{ host: () => this.host, varsOf: () => ({}) as never, offersOf: () => [] },
    } satisfies Fleet;
    return {
      ...{ host: this.host, context: compileContextOf(fleet, options), options, tally: new Tally() },
      ...{ limit: pLimit(1), reboots: pLimit(1), lock: { owner: 'test', waitSeconds: 0 } },
      gates: new Gates(hosts, options.roles, undefined),
      turns: new Turns(hosts, new TurnOrder([]), listener),
    };
  }
}

/** Only who takes turns looks at them. */
const noFacts = {} as Facts;

function namesOf(step: PlannedStep): readonly string[] {
  if (step.state === 'unknown') return [`${step.resource}: unknown`];
  return step.changes.map(({ verb, what }) => `${step.resource}: ${verb} ${what}`);
}
