// The turns of one host: out of service before an interruption, healthy and back in service before the next host.
import type { Facts } from '../model/facts.js';
import type { Drain } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { PlannedStep } from '../plan/diff-host.js';
import { impactOf } from '../plan/turn-order.js';
import type { Session } from '../wire/session.js';
import { chooseDrains, drainedBy } from './choose-drains.js';
import { putBack, putBackIfPossible, takeOut } from './drain-host.js';
import { untilHealthy } from './wait-until-healthy.js';
import type { HostRun } from './host-run-context.js';

export class HostTurns {
  /** Roles whose turn it is, each with its drains once the host is taken out of service for it. */
  readonly #held = new Map<RoleName, readonly Drain[] | undefined>();

  constructor(private readonly run: HostRun) {}

  /** Whether, before the step, its turn must come or the host must be taken out of service. */
  mustPrepare(step: PlannedStep): boolean {
    return this.run.turns.needs(this.run.host, step.role) || this.#interrupts(step);
  }

  /** Waits for the turn of the step's role, and takes the host out of service if the step interrupts it. */
  async prepare(step: PlannedStep, facts: Facts): Promise<void> {
    const { host, turns, options } = this.run;
    const { role } = step;
    if (turns.needs(host, role)) {
      const on = turns.pending(host, role);
      if (on.length > 0) options.listener({ type: 'host.waiting', host: host.name, role, on });
      await turns.take(host, role, options.stop);
      this.#held.set(role, undefined);
    }
    if (!this.#interrupts(step)) return;
    const drains = await chooseDrains(this.run, facts, drainedBy(this.run, role));
    // Set before it begins, so that a drain that fails halfway is undone, too.
    this.#held.set(role, drains);
    await takeOut(this.run, drains);
  }

  /** Ends the turns of roles with nothing left to do, once the host is healthy. */
  async endFinished(finished: (role: RoleName) => boolean, session: Session): Promise<void> {
    for (const [role, drains] of this.#held) {
      if (!finished(role)) continue;
      await untilHealthy(this.run, role, session);
      await putBack(this.run, drains ?? []);
      this.#held.delete(role);
      this.run.turns.done(this.run.host, role);
    }
  }

  /** Whether a turn of another role isn't over yet. */
  holdsOther(role: RoleName): boolean {
    return [...this.#held.keys()].some((held) => held !== role);
  }

  /** Called at the end: if the host failed or was stopped, puts it back into service. */
  async giveUp(): Promise<void> {
    for (const drains of this.#held.values()) await putBackIfPossible(this.run, drains ?? []);
    this.#held.clear();
  }

  #interrupts(step: PlannedStep): boolean {
    const { role } = step;
    return this.#held.has(role) && !this.#held.get(role) && impactOf(step) === 'interrupts';
  }
}
