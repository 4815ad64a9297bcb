// A host to try resources on: asked, compared and told as the engine does it.
import { confirmationOf, confirmingAccess, risksOf } from '../../lib/converge/confirm-access.js';
import { applyChanges } from '../../lib/converge/apply-changes.js';
import type { Connection, Host } from '../../lib/model/fleet.js';
import type { Event } from '../../lib/model/event.js';
import type { Resource } from '../../lib/model/resource.js';
import type { Answer, Script } from '../../lib/model/script.js';
import type { Transport } from '../../lib/model/transport.js';
import { probeHost } from '../../lib/plan/probe-host.js';
import { diffHost, type PlannedStep } from '../../lib/plan/diff-host.js';
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
    private readonly reachable: boolean,
  ) {}

  /** On the real host that the connection names. */
  static async connect(connection: Connection): Promise<TestBed> {
    const host = { ...bareHost('box'), connection };
    const options = { home: '/nonexistent', user: 'nobody', acceptNew: false };
    const transport = await connect('box', connection, options, signal);
    try {
      return new TestBed(host, await Session.open(host, transport, { signal }), true);
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  /** Over any transport. */
  static async over(transport: Transport, host = bareHost('box')): Promise<TestBed> {
    return new TestBed(host, await Session.open(host, transport, { signal }), false);
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
   * Asks and tells until nothing differs, as converge does, and gives what it changed. `first`: what a comparison of a
   * moment ago gave. Throws E_APPLY, and where it doesn't settle in five passes.
   */
  async converge(resources: readonly Resource[], first?: readonly PlannedStep[]): Promise<readonly string[]> {
    const changed: string[] = [];
    for (let pass = 1; pass <= 5; pass += 1) {
      const steps = pass === 1 && first ? first : await this.compare(resources);
      if (steps.every((step) => step.state === 'same')) return changed;
      const unknown = steps.findIndex((step) => step.state === 'unknown');
      const changes = (unknown < 0 ? steps : steps.slice(0, unknown)).filter(
        (step) => step.state === 'change',
      );
      await this.tell(changes, resources);
      changed.push(...changes.map(({ resource }) => resource));
    }
    throw new Error(`it doesn't settle: ${(await this.differences(resources)).join('; ')}`);
  }

  /** As the engine does: what may keep the operator out is confirmed by a new connection before anything else is done. */
  private async tell(steps: readonly PlannedStep[], resources: readonly Resource[]): Promise<void> {
    const last = steps.findIndex((step, at) => {
      const next = steps[at + 1];
      return next && confirmationOf(step) && !confirmationOf(next);
    });
    const batch = last < 0 ? steps : steps.slice(0, last + 1);
    await this.tellBatch(batch, resources);
    if (batch.length < steps.length) await this.tell(steps.slice(batch.length), resources);
  }

  private async tellBatch(steps: readonly PlannedStep[], resources: readonly Resource[]): Promise<void> {
    const watchers = resources.filter(({ type }) => type.watch !== undefined);
    const options: EngineOptions = {
      forks: 1,
      roles: new Map(),
      connect: { home: '/nonexistent', user: 'nobody', acceptNew: false },
      packageRoot: '/nonexistent',
      listener: (event) => {
        this.events.push(event);
        this.onEvent?.(event);
      },
      stop: signal,
      abort: signal,
    };
    const work = (): Promise<void> =>
      applyChanges(this.session, this.host, steps, { watchers, tally: new Tally(), options });
    await (this.reachable
      ? confirmingAccess(this.session, this.host, risksOf(steps), options, work)
      : work());
  }
}

function namesOf(step: PlannedStep): readonly string[] {
  if (step.state === 'unknown') return [`${step.resource}: unknown`];
  return step.changes.map(({ verb, what }) => `${step.resource}: ${verb} ${what}`);
}
