// The graph host × role across hosts: who waits for whom, and who waits in vain.
import type { Host } from '../model/fleet.js';
import type { Role, RoleName } from '../model/role.js';
import { TrueupError } from '../model/trueup-error.js';

type NodeState = 'open' | 'done' | 'failed';

/** Knows of each host × role of the run whether it is in place. */
export class Gates {
  readonly #nodes = new Map<string, NodeState>();
  /** Hosts that were asked, each with the roles in which it is the active one. */
  readonly #met = new Map<string, readonly RoleName[]>();
  readonly #waiting = new Set<() => void>();

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

  /** The host was asked what it is. */
  met(host: Host, activeIn: readonly RoleName[]): void {
    this.#met.set(host.name, activeIn);
    this.#wakeAll();
  }

  /** Other hosts that must have a role in place before `host` may change anything for `role`. */
  pending(host: Host, role: RoleName): readonly string[] {
    const names = this.#needed(host, role)
      .filter(({ node }) => this.#nodes.get(node) === 'open')
      .map(({ name }) => name);
    return [...new Set(names)];
  }

  /** Resolves when nothing is pending. Throws E_SKIPPED when what it waits for has failed, E_INTERRUPTED by the signal. */
  async wait(host: Host, role: RoleName, signal: AbortSignal): Promise<void> {
    while (this.pending(host, role).length > 0 && !this.#failedFor(host, role)) {
      if (signal.aborted)
        throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped`, { host: host.name });
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener('abort', wake);
          this.#waiting.delete(wake);
          resolve();
        };
        signal.addEventListener('abort', wake, { once: true });
        this.#waiting.add(wake);
      });
    }
    const failed = this.#failedFor(host, role);
    if (!failed) return;
    const message = `${host.name}: role ${role} was left alone, because ${failed} failed`;
    const hint = `mend ${failed} and run again; --limit ${host.name} goes on without it`;
    throw new TrueupError('E_SKIPPED', message, { host: host.name, hint });
  }

  done(host: string, role: RoleName): void {
    if (this.#nodes.get(nodeOf(host, role)) === 'open') this.#set(nodeOf(host, role), 'done');
  }

  /** What of the host isn't in place by now won't be. */
  fail(host: Host): void {
    for (const role of host.roles) {
      if (this.#nodes.get(nodeOf(host.name, role)) === 'open') this.#set(nodeOf(host.name, role), 'failed');
    }
  }

  #set(node: string, state: NodeState): void {
    this.#nodes.set(node, state);
    this.#wakeAll();
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #needed(host: Host, role: RoleName): readonly { name: string; node: string }[] {
    const after = this.roles.get(role)?.after ?? [];
    const earlier = after.flatMap((one) =>
      this.hosts
        .filter((other) => other.name !== host.name && other.roles.includes(one))
        .map((other) => ({ name: other.name, node: nodeOf(other.name, one) })),
    );
    return [...earlier, ...this.#ready(host, role)];
  }

  /** For the active host of a standby: those that are ready to take over. One that wasn't asked yet may be. */
  #ready(host: Host, role: RoleName): readonly { name: string; node: string }[] {
    const active = (this.#met.get(host.name) ?? []).filter((name) =>
      this.roles.get(name)?.standby?.roles.includes(role),
    );
    return active.flatMap((standby) =>
      this.hosts
        .filter((other) => other.name !== host.name && other.roles.includes(standby))
        .filter((other) => this.#met.get(other.name)?.includes(standby) !== true)
        .map((other) => ({ name: other.name, node: nodeOf(other.name, role) })),
    );
  }

  #failedFor(host: Host, role: RoleName): string | undefined {
    return this.#needed(host, role).find(({ node }) => this.#nodes.get(node) === 'failed')?.name;
  }
}

function nodeOf(host: string, role: RoleName): string {
  return `${host}\n${role}`;
}
