// What one kind of host should be, what must hold there, and why it exists.
import type { Schema } from './schema.js';
import type { Check } from './check.js';
import type { Facts } from './facts.js';
import type { Fleet, Host } from './fleet.js';
import type { Platform } from './platform.js';
import type { Resource } from './resource.js';
import type { Blob, Script } from './script.js';
import type { Secret } from './secret.js';

export type RoleName = string;

/** A port that a role listens on, and who needs it. Firewall, diagram and "closed elsewhere" checks come from this. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp' | 'vrrp';
  /** 0 where the protocol has no ports (vrrp). */
  readonly port: number;
  /** Names of roles whose hosts may come in; or `anyone`; or `operators`, who administer the fleet. */
  readonly from: readonly string[];
  readonly why: string;
}

/** All a role sees while it says what it wants. */
export interface Scope<Vars> {
  readonly host: Host;
  readonly fleet: Fleet;
  readonly facts: Facts;
  /** What the host's release can do. */
  readonly platform: Platform;
  readonly vars: Vars;
  /** What all roles of this host listen on, with the role's name. */
  readonly openings: readonly (Opening & { readonly role: RoleName })[];
  /** Renders templates/<template>. The text is a Secret as soon as a secret went into it. */
  readonly render: (template: string, values?: Readonly<Record<string, unknown>>) => string | Secret;
  /** A controller's file as text; a relative path starts at the inventory's folder. */
  readonly read: (path: string) => string;
  readonly readSecret: (path: string) => Secret;
  /** A controller's folder or tarball, or git+URL#REF, as one deterministic, gzipped tar. `builtin:` starts at the role's own `files/` folder. */
  readonly bundle: (source: string) => Promise<Blob>;
}

/** Hosts that stand in for each other: one is active, the others are ready to take over. */
export interface Standby<Vars> {
  /** What changes on the hosts that are ready first, and on the active one only when it went well there. */
  readonly roles: readonly RoleName[];
  /** Whether the host is the active one just now. */
  active(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'facts' | 'vars'>): boolean;
}

/** How a host is taken out of service before it goes down, and put back after it is up. */
export interface Drain {
  /** The host on which the scripts run, as root: one that sends it work, or itself. */
  readonly on: string;
  /** Ends when nothing new comes and, within bounds, what was going on has ended. */
  readonly out: Script;
  readonly back?: Script;
}

export interface Role<Vars = unknown> {
  readonly name: RoleName;
  /** One or two sentences for a person who asks why this element is there. */
  readonly why: string;
  /** JSON Schema of the role's variables (the mapping named like the role); descriptions are its documentation. */
  readonly vars: Schema;
  /** Roles that must be in place, on whatever host, before this one changes anything. */
  readonly after?: readonly RoleName[];
  /** Where the role's hosts stand in for each other. */
  readonly standby?: Standby<Vars>;
  /**
   * Judges what the inventory says before any host is asked anything. Throws for what would do harm; what it yields is told.
   */
  foresee?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<string>;
  listens?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<Opening>;
  /** What to do so that nobody misses the host while it reboots. */
  drain?(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'facts' | 'vars'>): Iterable<Drain>;
  resources(scope: Scope<Vars>): Iterable<Resource> | AsyncIterable<Resource>;
  checks?(scope: Omit<Scope<Vars>, 'facts' | 'platform' | 'render'>): Iterable<Check>;
}
