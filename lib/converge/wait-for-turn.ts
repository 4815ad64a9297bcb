// Whose turn it is among hosts that serve the same thing, and who waits in vain.
import type { Line } from '../compile/hosts-taking-turns.js';
import type { Listener } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { TurnOrder } from '../plan/turn-order.js';
import { Bell } from './wake-waiting-hosts.js';

/** `left`: stopped because of another host, or by the operator. */
type Place = 'unasked' | 'open' | 'holds' | 'done' | 'failed' | 'left';

/** A line in which a host was touched, or would have been, and not all came to their end. */
export interface Stopped {
  readonly line: Line;
  /** Those of the run. */
  readonly hosts: readonly Host[];
  readonly failed: readonly Host[];
  readonly left: readonly Host[];
}

/** Knows of each host of the run how far it is in each line that it stands in. Hosts outside the run don't count. */
export class Turns {
  readonly #places = new Map<string, Place>();
  readonly #rebooted = new Set<string>();
  readonly #told = new Set<Line>();
  readonly #bell = new Bell();

  constructor(
    hosts: readonly Host[],
    private readonly order: TurnOrder,
    private readonly listener: Listener,
  ) {
    const names = new Set(hosts.map(({ name }) => name));
    for (const { role, hosts: members } of order.lines)
      for (const { name } of members) if (names.has(name)) this.#places.set(placeOf(name, role), 'unasked');
  }

  /** A look at the host: what is to be done there. */
  asked(host: Host, steps: readonly PlannedStep[], active: boolean): void {
    this.order.note(host, steps, active);
    this.#rebooted.delete(host.name);
    for (const line of this.#linesOf(host)) {
      if (this.#placeIn(line, host) !== 'holds')
        this.#set(host, line.role, this.order.changes(host, line.role) ? 'open' : 'done');
      this.#tell(line);
    }
  }

  /** Whether the role's changes must wait for their turn, which hasn't come yet. */
  needs(host: Host, role: RoleName): boolean {
    const line = this.#linesOf(host).find((one) => one.role === role);
    return line !== undefined && this.order.touches(host, role) && this.#placeIn(line, host) === 'open';
  }

  /** Whom it has to wait for. */
  pending(host: Host, role: RoleName): readonly string[] {
    const line = this.#linesOf(host).find((one) => one.role === role);
    return line ? this.#before(host, line).map(({ name }) => name) : [];
  }

  /** Resolves when it is the host's turn. Throws E_SKIPPED when one before it failed, E_INTERRUPTED by the signal. */
  async take(host: Host, role: RoleName, signal: AbortSignal): Promise<void> {
    const lines = this.#linesOf(host).filter((one) => one.role === role);
    await this.#claim(host, `role ${role}`, lines, (line) => this.#before(host, line), signal);
  }

  /** The same for a reboot: then it is the host's turn in every line that it stands in. Gives what ends it. */
  async takeToReboot(host: Host, signal: AbortSignal): Promise<() => void> {
    const lines = this.#linesOf(host);
    const before = (line: Line): readonly Host[] => this.#beforeReboot(host, line);
    const places = await this.#claim(host, 'its reboot', lines, before, signal);
    return () => {
      this.#rebooted.add(host.name);
      for (const [role, place = 'done'] of places) this.#set(host, role, place);
    };
  }

  /** Roles in which the host stands in a line. */
  rolesOf(host: Host): readonly RoleName[] {
    return this.#linesOf(host).map(({ role }) => role);
  }

  /** Nothing is left to do for the role, and the host is well. */
  done(host: Host, role: RoleName): void {
    if (this.#places.has(placeOf(host.name, role))) this.#set(host, role, 'done');
  }

  /** What isn't done by now won't be. `failed`: by the host's own fault. */
  end(host: Host, failed: boolean): void {
    const lines = this.#linesOf(host);
    for (const line of lines) {
      const undone = this.#placeIn(line, host) !== 'done' || this.#willReboot(host);
      if (undone) this.#set(host, line.role, failed ? 'failed' : 'left');
    }
    for (const line of lines) this.#tell(line);
  }

  /** Once all hosts have ended. */
  get stopped(): readonly Stopped[] {
    return this.order.lines.flatMap((line) => {
      const at = (place: Place): readonly Host[] =>
        line.hosts.filter((host) => this.#placeIn(line, host) === place);
      const [failed, left] = [at('failed'), at('left')];
      const touched = line.hosts.some((host) => this.order.touches(host, line.role));
      const hosts = line.hosts.filter((host) => this.#placeIn(line, host) !== undefined);
      return touched && failed.length + left.length > 0 ? [{ line, hosts, failed, left }] : [];
    });
  }

  /**
   * The host holds its place in all of the lines as soon as no host is before it in any of them: within the very look that
   * says so, or another one that looks would see them free, too. Gives the places that it had.
   */
  async #claim(
    host: Host,
    what: string,
    lines: readonly Line[],
    before: (line: Line) => readonly Host[],
    signal: AbortSignal,
  ): Promise<readonly (readonly [RoleName, Place | undefined])[]> {
    const others = (place: Place): Host | undefined =>
      lines
        .flatMap((line) => line.hosts.filter((one) => this.#placeIn(line, one) === place))
        .find((one) => one.name !== host.name);
    const places = lines.map((line) => [line.role, this.#placeIn(line, host)] as const);
    let inVain: readonly [Host, string] | undefined;
    const look = (): boolean => {
      const [failed, left] = [others('failed'), others('left')];
      if (failed) inVain = [failed, 'failed'];
      else if (left) inVain = [left, 'was not changed'];
      if (inVain) return true;
      if (lines.some((line) => before(line).length > 0)) return false;
      for (const { role } of lines) this.#set(host, role, 'holds');
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

  /** Those of the run that come first: who was not asked yet, who has nothing to interrupt, who holds the turn. */
  #before(host: Host, line: Line): readonly Host[] {
    const order = this.order.inOrder(line);
    return order.filter((other, at) => {
      if (other.name === host.name) return false;
      const place = this.#placeIn(line, other);
      if (place !== 'open') return place === 'unasked' || place === 'holds';
      // Who is in use waits for the others in any case (wait-for-roles.ts): to wait for it would be to wait for ever.
      const isFree = !this.order.touches(other, line.role) && !this.order.isActive(other);
      return isFree || at < order.indexOf(host);
    });
  }

  #beforeReboot(host: Host, line: Line): readonly Host[] {
    const order = this.order.inOrder(line);
    return order.filter((other, at) => {
      if (other.name === host.name) return false;
      const place = this.#placeIn(line, other);
      if (place === 'unasked' || place === 'holds') return true;
      return at < order.indexOf(host) && place !== undefined && this.#willReboot(other);
    });
  }

  #willReboot(host: Host): boolean {
    return this.order.reboots(host) && !this.#rebooted.has(host.name);
  }

  #linesOf({ name }: Host): readonly Line[] {
    return this.order.lines.filter(
      ({ role, hosts }) => hosts.some((host) => host.name === name) && this.#places.has(placeOf(name, role)),
    );
  }

  #placeIn({ role, hosts }: Line, { name }: Host): Place | undefined {
    return hosts.some((host) => host.name === name) ? this.#places.get(placeOf(name, role)) : undefined;
  }

  #set({ name }: Host, role: RoleName, place: Place): void {
    this.#places.set(placeOf(name, role), place);
    this.#bell.ring();
  }

  /** The order is known once everybody was asked. */
  #tell(line: Line): void {
    if (this.#told.has(line) || line.hosts.some((host) => this.#placeIn(line, host) === 'unasked')) return;
    this.#told.add(line);
    this.order.tell(line, this.listener);
  }
}

function placeOf(host: string, role: RoleName): string {
  return `${host}\n${role}`;
}
