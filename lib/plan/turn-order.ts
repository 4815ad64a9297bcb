// The order in which hosts that provide the same service are changed.
import type { Queue } from '../compile/hosts-taking-turns.js';
import type { Listener } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import type { Impact } from '../model/resource.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { PlannedStep } from './diff-host.js';

/** The properties of a host's plan that matter in a queue. */
interface Standing {
  /** Roles with pending changes. */
  readonly changing: ReadonlySet<RoleName>;
  /** Roles whose changes affect what the host currently serves. */
  readonly touching: ReadonlySet<RoleName>;
  readonly reboots: boolean;
  /** Whether the host is the active one of those that can take over from each other. */
  readonly active: boolean;
}

/** How a step affects what the host serves; undefined if it doesn't, or isn't a change. */
export function impactOf({ state, declared: { resource }, have, changes }: PlannedStep): Impact | undefined {
  return state === 'change' ? resource.type.schedule?.impact?.(resource.want, have, changes) : undefined;
}

/** The latest plan of each host, and the order that results. */
export class TurnOrder {
  readonly #standings = new Map<string, Standing>();

  constructor(readonly queues: readonly Queue[]) {}

  note({ name }: Host, steps: readonly PlannedStep[], active: boolean): void {
    const open = steps.filter(({ state }) => state !== 'same');
    this.#standings.set(name, {
      changing: new Set(open.map(({ role }) => role)),
      touching: new Set(open.filter((step) => impactOf(step)).map(({ role }) => role)),
      reboots: open.some(({ declared }) => declared.resource.type.schedule?.phase === 'reboot'),
      active,
    });
  }

  changes({ name }: Host, role: RoleName): boolean {
    return this.#standings.get(name)?.changing.has(role) ?? false;
  }

  touches({ name }: Host, role: RoleName): boolean {
    return this.#standings.get(name)?.touching.has(role) ?? false;
  }

  reboots({ name }: Host): boolean {
    return this.#standings.get(name)?.reboots ?? false;
  }

  isActive({ name }: Host): boolean {
    return this.#standings.get(name)?.active ?? false;
  }

  /** All hosts of the queue, active ones last: the same order in each queue, so that no two wait for each other. */
  inOrder({ hosts }: Queue): readonly Host[] {
    return [...hosts.filter((host) => !this.isActive(host)), ...hosts.filter((host) => this.isActive(host))];
  }

  /**
   * The hosts that change together, in order: first, all those that need no turn; then the others, one at a time. Empty
   * if no host has to wait.
   */
  order(queue: Queue): readonly (readonly string[])[] {
    const hosts = this.inOrder(queue);
    const takesTurn = (host: Host): boolean => this.touches(host, queue.role) || this.reboots(host);
    const turns = hosts.filter(takesTurn).map(({ name }) => [name]);
    const before = hosts.filter((host) => !takesTurn(host) && this.changes(host, queue.role));
    const order = before.length > 0 ? [before.map(({ name }) => name), ...turns] : turns;
    return turns.length > 0 && order.length > 1 ? order : [];
  }

  tell(queue: Queue, listener: Listener): void {
    const order = this.order(queue);
    if (order.length > 0) listener({ type: 'turns', role: queue.role, serves: queue.serves, order });
  }
}
