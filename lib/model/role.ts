// A role: the resources and checks of one kind of host, and why it exists.
import type { Check } from './check.js';
import type { Facts } from './facts.js';
import type { Fleet, Host } from './fleet.js';
import type { Platform } from './platform.js';
import type { Resource } from './resource.js';
import type { RoleName, RoleVars } from './role-name-and-vars.js';
import type { Answer, Blob, Script } from './script.js';
import type { Secret } from './secret.js';

/**
 * A port that a role listens on, and its clients. The firewall rules, the diagram and the port checks are derived from it.
 */
export interface Opening {
  readonly protocol: 'tcp' | 'udp' | 'vrrp';
  /** Port number; 0 for a protocol without ports (vrrp). */
  readonly port: number;
  /** Clients: names of roles, `group:NAME`, `operators` (those who administer the fleet), or `anyone`. */
  readonly from: readonly string[];
  /** Why the clients need the port. Shown to people. */
  readonly why: string;
}

/** The scope that a role's functions receive. */
export interface Scope<Vars> {
  readonly host: Host;
  /** Name of the instance; the role's name if the role has no instances. */
  readonly instance: string;
  readonly fleet: Fleet;
  readonly facts: Facts;
  /** The host's release and its features. */
  readonly platform: Platform;
  /** The role's variables on this host, validated and with defaults. */
  readonly vars: Vars;
  /** The openings of all of this host's roles, each with the name of its role. */
  readonly openings: readonly (Opening & { readonly role: RoleName })[];
  /**
   * Renders a template from the role's folder (for a built-in role, from templates/), or from the project's folder (`project:PATH`).
   * Returns a Secret if the text contains a secret.
   */
  readonly render: (template: string, values?: Readonly<Record<string, unknown>>) => string | Secret;
  /**
   * Reads a file on the controller as text. A path is relative to the inventory's folder, `role:PATH` to the role's folder, and
   * `project:PATH` to the project's folder.
   */
  readonly read: (path: string) => string;
  /** Like `read`, but the text is a Secret. */
  readonly readSecret: (path: string) => Secret;
  /**
   * Packs a folder or tarball on the controller, or git+URL#REF, into a deterministic, gzipped tarball. `role:PATH` is relative
   * to the role's folder (for a built-in role, to its `files/`).
   */
  readonly bundle: (source: string) => Promise<Blob>;
  /** Throws E_INPUT if `bundle` would find nothing at the source. For use in `foresee`. */
  readonly checkSource: (source: string) => void;
}

/** A set of hosts, one of which is active while the others are on standby. */
export interface Standby<Vars> {
  /** Roles that are changed on the standby hosts first, and on the active host only if those changes succeeded. */
  readonly roles: readonly RoleName[];
  /** Whether the host is currently the active one. */
  active(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'facts' | 'vars'>): boolean;
}

/** A condition for changing anything on a host. It is queried together with the facts, so it costs no extra round trip. */
export interface Precondition {
  /** Run on the host as root. Must not change anything. */
  readonly question: Script;
  /**
   * Returns undefined if the condition holds; otherwise, what was found instead and what to do about it. Throws if the condition
   * could not be checked.
   */
  judge(answer: Answer): { readonly found: string; readonly hint: string } | undefined;
}

/** How a host is taken out of service before an interruption, and put back afterwards. */
export interface Drain {
  /** Name of the host on which the scripts run as root: the host itself, or one that sends work to it. */
  readonly on: string;
  /** Takes the host out of service and waits, for a limited time, until current work is done. Must be safe to run twice. */
  readonly out: Script;
  /** Run after `out` if the host is about to be rebooted, to stop what `out` leaves running. */
  readonly halt?: Script;
  /**
   * Puts the host back into service. Must be safe to run twice, and without `out` before it. If the controller dies or
   * loses contact during a run, the host named in `on` runs this script automatically.
   */
  readonly back?: Script;
  /** Seconds that `out` may take. A slow host gets more. Defaults to 120. */
  readonly seconds?: number;
  /**
   * Checks of the other hosts that could serve in the meantime. Unless one of these checks passes, the host stays in service.
   * Without this member, no other host is needed.
   */
  readonly others?: readonly Check[];
}

/** Checks that must pass on a changed host before the next one is changed. */
export interface Health {
  readonly checks: readonly Check[];
  /** Seconds for which the checks are repeated. A slow host gets more. */
  readonly seconds: number;
}

/** Hosts that provide the same service take turns: changes that affect the service are made on one host at a time. */
export interface Turns<Vars> {
  /** Returns the service that the host provides. Hosts with the same value take turns. */
  serves(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'vars'>): string;
  /** Checks that must pass before the next host's turn. */
  healthy(scope: Omit<Scope<Vars>, 'facts' | 'platform' | 'render'>): Health;
  /** A script that prints the running version on one line. Run after a failure, when the hosts may run different versions. */
  version?(scope: Pick<Scope<Vars>, 'host' | 'vars'>): Script;
}

export interface Role<Vars = unknown, Offer = unknown> extends RoleVars<Vars> {
  /** One or two sentences that say what the role is for. */
  readonly why: string;
  /**
   * Absolute path of the folder that contains the role's templates and files. Defaults to the folder of the role's role.ts, or
   * to that of its package. In a package with several roles, set `folder` to `import.meta.dirname`.
   */
  readonly folder?: string;
  /**
   * Roles, or their names, that every host with this role also gets. They are applied first, and trueup.yml need not
   * assign them.
   */
  readonly needs?: readonly (RoleName | { readonly name: RoleName })[];
  /**
   * Set if a host can have several instances of the role. The inventory then maps names to variables, and each function below
   * is called once per instance.
   */
  readonly instances?: true;
  /** Roles that must be applied on all hosts before this one changes anything. */
  readonly after?: readonly RoleName[];
  /** Set if one of the role's hosts is active and the others are on standby. */
  readonly standby?: Standby<Vars>;
  /** Set if several of the role's hosts provide the same service. */
  readonly turns?: Turns<Vars>;
  /**
   * Checks what can be checked from the inventory alone, before any connection is made. Throws for errors; yields warnings.
   */
  foresee?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<string>;
  /** The ports that the role listens on. */
  listens?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<Opening>;
  /** How the host is taken out of service before it reboots, or before the role's service is interrupted. */
  drain?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'facts' | 'vars'>): Iterable<Drain>;
  /** Conditions for changing anything on a host with the role. */
  preconditions?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'vars'>): Iterable<Precondition>;
  /** Data for other hosts' roles, such as an address and a port. Those roles read the data with `fleet.offersOf`. */
  offers?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'vars'>): Offer;
  /** The resources of the host. */
  resources(scope: Scope<Vars>): Iterable<Resource> | AsyncIterable<Resource>;
  /** The checks of the host, for `verify`. */
  checks?(scope: Omit<Scope<Vars>, 'facts' | 'platform' | 'render'>): Iterable<Check>;
}
