// The graph of host × role across hosts: which hosts wait for which, and which wait in vain.
import type { Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { Bell } from './wake-waiting-hosts.js';

type NodeState = 'open' | 'done' | 'failed';

interface Needed {
  /** Name of the host. */
  readonly name: string;
  readonly node: string;
}

/** Knows whether each host × role of the run is in place. */
export class Gates {
  readonly #nodes = new Map<string, NodeState>();
  /** Hosts whose facts are known, each with the roles in which it is the active one. */
  readonly #met = new Map<string, readonly RoleName[]>();
  readonly #bell = new Bell();

  constructor(
    private readonly hosts: readonly Host[],
    private readonly roles: ReadonlyMap<RoleName, Role>,
    only: readonly RoleName[] | undefined,
  ) {
    for (const host of hosts) {
      for (const role of host.roles) {
        if (!only || only.includes(role)) this.#nodes.set(nodeOf(host.name, role), 'open');
      }
    }
  }

  /** Called once the facts of the host are known. */
  met(host: Host, activeIn: readonly RoleName[]): void {
    this.#met.set(host.name, activeIn);
    this.#bell.ring();
  }

  /** Other hosts that must have a role in place before `host` may change anything for `role`. */
  pending(host: Host, role: RoleName): readonly string[] {
    const names = this.#needed(host, role)
      .filter(({ node }) => this.#nodes.get(node) === 'open')
      .map(({ name }) => name);
    return [...new Set(names)];
  }

  /** Resolves when nothing is pending. Throws E_SKIPPED if what it waits for failed, E_INTERRUPTED on the signal. */
  wait(host: Host, role: RoleName, signal: AbortSignal): Promise<void> {
    return this.#settled(host, `role ${role}`, () => this.#needed(host, role), signal);
  }

  /** Before an active host reboots: resolves when the hosts that could take over have all their roles in place. */
  waitForReady(host: Host, signal: AbortSignal): Promise<void> {
    const all = (): readonly Needed[] =>
      this.#ready(host, this.#met.get(host.name) ?? []).flatMap(({ name, roles }) =>
        roles.map((role) => ({ name, node: nodeOf(name, role) })),
      );
    return this.#settled(host, 'its reboot', all, signal);
  }

  async #settled(
    host: Host,
    what: string,
    needed: () => readonly Needed[],
    signal: AbortSignal,
  ): Promise<void> {
    const failed = (): string | undefined =>
      needed().find(({ node }) => this.#nodes.get(node) === 'failed')?.name;
    const over = (): boolean =>
      failed() !== undefined || needed().every(({ node }) => this.#nodes.get(node) !== 'open');
    await this.#bell.until(over, host.name, signal);
    const name = failed();
    if (name === undefined) return;
    throw new TrueupError('E_SKIPPED', `${host.name}: ${what} was skipped because ${name} failed`, {
      host: host.name,
      hint: `Fix ${name} and run again, or continue without it: --limit ${host.name}.`,
    });
  }

  done(host: string, role: RoleName): void {
    if (this.#nodes.get(nodeOf(host, role)) === 'open') this.#set(nodeOf(host, role), 'done');
  }

  /** Roles of the host that aren't in place by now never will be. */
  fail(host: Host): void {
    for (const role of host.roles) {
      if (this.#nodes.get(nodeOf(host.name, role)) === 'open') this.#set(nodeOf(host.name, role), 'failed');
    }
  }

  #set(node: string, state: NodeState): void {
    this.#nodes.set(node, state);
    this.#bell.ring();
  }

  #needed(host: Host, role: RoleName): readonly Needed[] {
    const after = this.roles.get(role)?.after ?? [];
    const earlier = after.flatMap((one) =>
      this.hosts
        .filter((other) => other.name !== host.name && other.roles.includes(one))
        .map((other) => ({ name: other.name, node: nodeOf(other.name, one) })),
    );
    const active = (this.#met.get(host.name) ?? []).filter((name) =>
      this.roles.get(name)?.standby?.roles.includes(role),
    );
    const ready = this.#ready(host, active).map(({ name }) => ({ name, node: nodeOf(name, role) }));
    return [...earlier, ...ready];
  }

  /** Hosts that could take over from the active host in these roles. One whose facts aren't known yet is included. */
  #ready(host: Host, activeIn: readonly RoleName[]): readonly Host[] {
    return this.hosts.filter(
      (other) =>
        other.name !== host.name &&
        activeIn.some(
          (role) => other.roles.includes(role) && this.#met.get(other.name)?.includes(role) !== true,
        ),
    );
  }
}

function nodeOf(host: string, role: RoleName): string {
  return `${host}\n${role}`;
}
