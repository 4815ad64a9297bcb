// Events → a summary of the run, for views that report it as a whole at its end.
import type { Event } from '../../lib/model/event.js';
import type { Step } from '../../lib/model/plan.js';

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** Collects the events of one run. */
export class RunAccount {
  command: Of<'run'>['command'] | undefined;
  hosts: readonly string[] = [];
  readonly done = new Map<string, Of<'host.done'>>();
  readonly checks: Of<'check.done'>[] = [];
  readonly notices: Of<'notice'>[] = [];
  readonly turns: Of<'turns'>[] = [];
  readonly halts: Of<'turns.stopped'>[] = [];
  summary: Of<'summary'> | undefined;
  readonly #steps = new Map<string, Step[]>();

  take(event: Event): void {
    if (event.type === 'run') [this.command, this.hosts] = [event.command, event.hosts];
    if (event.type === 'host.done') this.done.set(event.host, event);
    if (event.type === 'check.done') this.checks.push(event);
    if (event.type === 'notice') this.notices.push(event);
    if (event.type === 'turns') this.turns.push(event);
    if (event.type === 'turns.stopped') this.halts.push(event);
    if (event.type === 'summary') this.summary = event;
    if (event.type === 'host.planned' && this.command === 'plan')
      this.#add(event.host, ...event.steps.filter(({ state }) => state !== 'same'));
    if (event.type === 'step.done') {
      const { resource, role, changes } = event;
      this.#add(event.host, { resource, role, changes, type: '', state: 'change' });
    }
  }

  /** What would change on a host, or did change. */
  stepsOf(host: string): readonly Step[] {
    return this.#steps.get(host) ?? [];
  }

  /** The failed checks of a host. */
  failedChecksOf(host: string): readonly Of<'check.done'>[] {
    return this.checks.filter((check) => check.host === host && !check.ok);
  }

  /** The ends of hosts, in the order in which the run named them. */
  get ends(): readonly Of<'host.done'>[] {
    return this.hosts.flatMap((host) => this.done.get(host) ?? []);
  }

  #add(host: string, ...steps: readonly Step[]): void {
    this.#steps.set(host, [...this.stepsOf(host), ...steps]);
  }
}
