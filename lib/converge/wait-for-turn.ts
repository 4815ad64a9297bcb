// Whose turn it is among hosts that provide the same service, and which hosts wait in vain.
import type { Queue } from '../compile/hosts-taking-turns.js';
import type { Listener } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { TurnOrder } from '../plan/turn-order.js';
import { Bell } from './wake-waiting-hosts.js';

/** `left`: stopped because of another host, or by the operator. */
type Place = 'unasked' | 'open' | 'holds' | 'done' | 'failed' | 'left';

/** A queue in which a host's service was or would have been affected, and not all hosts finished. */
export interface Stopped {
  readonly queue: Queue;
  /** The hosts of the queue that are in the run. */
  readonly hosts: readonly Host[];
  readonly failed: readonly Host[];
  readonly left: readonly Host[];
}

/** Knows how far each host of the run is in each of its queues. Hosts outside the run don't count. */
export class Turns {
  readonly #places = new Map<string, Place>();
  readonly #rebooted = new Set<string>();
  readonly #told = new Set<Queue>();
  readonly #bell = new Bell();

  constructor(
    hosts: readonly Host[],
    private readonly order: TurnOrder,
    private readonly listener: Listener,
  ) {
    const names = new Set(hosts.map(({ name }) => name));
    for (const { role, hosts: members } of order.queues)
      for (const { name } of members) if (names.has(name)) this.#places.set(placeOf(name, role), 'unasked');
  }

  /** Called after each probe of the host, with what is to be done there. */
  asked(host: Host, steps: readonly PlannedStep[], active: boolean): void {
    this.order.note(host, steps, active);
    this.#rebooted.delete(host.name);
    for (const queue of this.#queuesOf(host)) {
      if (this.#placeIn(queue, host) !== 'holds')
        this.#set(host, queue.role, this.order.changes(host, queue.role) ? 'open' : 'done');
      this.#tell(queue);
    }
  }

  /** Whether the role's changes must wait for their turn, which hasn't come yet. */
  needs(host: Host, role: RoleName): boolean {
    const queue = this.#queuesOf(host).find((one) => one.role === role);
    return queue !== undefined && this.order.touches(host, role) && this.#placeIn(queue, host) === 'open';
  }

  /** The hosts that it has to wait for. */
  pending(host: Host, role: RoleName): readonly string[] {
    const queue = this.#queuesOf(host).find((one) => one.role === role);
    return queue ? this.#before(host, queue).map(({ name }) => name) : [];
  }

  /** Resolves when it is the host's turn. Throws E_SKIPPED if another host failed, E_INTERRUPTED on the signal. */
  async take(host: Host, role: RoleName, signal: AbortSignal): Promise<void> {
    const queues = this.#queuesOf(host).filter((one) => one.role === role);
    await this.#claim(host, `role ${role}`, queues, (queue) => this.#before(host, queue), signal);
  }

  /** The same for a reboot: then it is the host's turn in all of its queues. Returns a function that ends it. */
  async takeToReboot(host: Host, signal: AbortSignal): Promise<() => void> {
    const queues = this.#queuesOf(host);
    const before = (queue: Queue): readonly Host[] => this.#beforeReboot(host, queue);
    const places = await this.#claim(host, 'its reboot', queues, before, signal);
    return () => {
      this.#rebooted.add(host.name);
      for (const [role, place = 'done'] of places) this.#set(host, role, place);
    };
  }

  /** Roles for which the host is in a queue. */
  rolesOf(host: Host): readonly RoleName[] {
    return this.#queuesOf(host).map(({ role }) => role);
  }

  /** Called when nothing is left to do for the role, and the host is healthy. */
  done(host: Host, role: RoleName): void {
    if (this.#places.has(placeOf(host.name, role))) this.#set(host, role, 'done');
  }

  /** Called when the host has ended: what isn't done by now never will be. `failed`: through the host's own fault. */
  end(host: Host, failed: boolean): void {
    const queues = this.#queuesOf(host);
    for (const queue of queues) {
      const undone = this.#placeIn(queue, host) !== 'done' || this.#willReboot(host);
      if (undone) this.#set(host, queue.role, failed ? 'failed' : 'left');
    }
    for (const queue of queues) this.#tell(queue);
  }

  /** The queues that stopped early. Valid once all hosts have ended. */
  get stopped(): readonly Stopped[] {
    return this.order.queues.flatMap((queue) => {
      const at = (place: Place): readonly Host[] =>
        queue.hosts.filter((host) => this.#placeIn(queue, host) === place);
      const [failed, left] = [at('failed'), at('left')];
      const touched = queue.hosts.some((host) => this.order.touches(host, queue.role));
      const hosts = queue.hosts.filter((host) => this.#placeIn(queue, host) !== undefined);
      return touched && failed.length + left.length > 0 ? [{ queue, hosts, failed, left }] : [];
    });
  }

  /**
   * Marks all of the queues as held by the host once no host is before it in any of them, within that same check;
   * otherwise, another host's check would find them free, too. Returns the places that the host had before.
   */
  async #claim(
    host: Host,
    what: string,
    queues: readonly Queue[],
    before: (queue: Queue) => readonly Host[],
    signal: AbortSignal,
  ): Promise<readonly (readonly [RoleName, Place | undefined])[]> {
    const others = (place: Place): Host | undefined =>
      queues
        .flatMap((queue) => queue.hosts.filter((one) => this.#placeIn(queue, one) === place))
        .find((one) => one.name !== host.name);
    const places = queues.map((queue) => [queue.role, this.#placeIn(queue, host)] as const);
    let inVain: readonly [Host, string] | undefined;
    const look = (): boolean => {
      const [failed, left] = [others('failed'), others('left')];
      if (failed) inVain = [failed, 'failed'];
      else if (left) inVain = [left, 'was not changed'];
      if (inVain) return true;
      if (queues.some((queue) => before(queue).length > 0)) return false;
      for (const { role } of queues) this.#set(host, role, 'holds');
      return true;
    };
    await this.#bell.until(look, host.name, signal);
    if (!inVain) return places;
    const [{ name }, why] = inVain;
    throw new TrueupError('E_SKIPPED', `${host.name}: ${what} was skipped because ${name} ${why}`, {
      host: host.name,
      hint: `Both hosts belong to the same service, and each host of a service is changed only while all others are healthy. Fix ${name} and run again, or continue without ${name}: --limit 'all:!${name}'.`,
    });
  }

  /** Hosts of the run that come first: those not probed yet, those with nothing to interrupt, the one with the turn. */
  #before(host: Host, queue: Queue): readonly Host[] {
    const order = this.order.inOrder(queue);
    return order.filter((other, at) => {
      if (other.name === host.name) return false;
      const place = this.#placeIn(queue, other);
      if (place !== 'open') return place === 'unasked' || place === 'holds';
      // An active host waits for the others in any case (wait-for-roles.ts): waiting for it would never end.
      const isFree = !this.order.touches(other, queue.role) && !this.order.isActive(other);
      return isFree || at < order.indexOf(host);
    });
  }

  #beforeReboot(host: Host, queue: Queue): readonly Host[] {
    const order = this.order.inOrder(queue);
    return order.filter((other, at) => {
      if (other.name === host.name) return false;
      const place = this.#placeIn(queue, other);
      if (place === 'unasked' || place === 'holds') return true;
      return at < order.indexOf(host) && place !== undefined && this.#willReboot(other);
    });
  }

  #willReboot(host: Host): boolean {
    return this.order.reboots(host) && !this.#rebooted.has(host.name);
  }

  #queuesOf({ name }: Host): readonly Queue[] {
    return this.order.queues.filter(
      ({ role, hosts }) => hosts.some((host) => host.name === name) && this.#places.has(placeOf(name, role)),
    );
  }

  #placeIn({ role, hosts }: Queue, { name }: Host): Place | undefined {
    return hosts.some((host) => host.name === name) ? this.#places.get(placeOf(name, role)) : undefined;
  }

  #set({ name }: Host, role: RoleName, place: Place): void {
    this.#places.set(placeOf(name, role), place);
    this.#bell.ring();
  }

  /** The order is known once all hosts have been probed. */
  #tell(queue: Queue): void {
    if (this.#told.has(queue) || queue.hosts.some((host) => this.#placeIn(queue, host) === 'unasked')) return;
    this.#told.add(queue);
    this.order.tell(queue, this.listener);
  }
}

function placeOf(host: string, role: RoleName): string {
  return `${host}\n${role}`;
}
