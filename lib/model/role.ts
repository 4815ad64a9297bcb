// What one kind of host should be, what must hold there, and why it exists.
import type { Check } from './check.js';
import type { Facts } from './facts.js';
import type { Fleet, Host } from './fleet.js';
import type { Platform } from './platform.js';
import type { Resource } from './resource.js';
import type { RoleName, RoleVars } from './role-vars.js';
import type { Answer, Blob, Script } from './script.js';
import type { Secret } from './secret.js';

/** A port that a role listens on, and who needs it. Firewall, diagram and "closed elsewhere" checks come from this. */
export interface Opening {
  readonly protocol: 'tcp' | 'udp' | 'vrrp';
  /** 0 where the protocol has no ports (vrrp). */
  readonly port: number;
  /** Names of roles whose hosts may come in, or `group:NAME`; or `anyone`; or `operators`, who administer the fleet. */
  readonly from: readonly string[];
  readonly why: string;
}

/** All a role sees while it says what it wants. */
export interface Scope<Vars> {
  readonly host: Host;
  /** Of a role with instances the name of the one that is meant; of others the role's name. */
  readonly instance: string;
  readonly fleet: Fleet;
  readonly facts: Facts;
  /** What the host's release can do. */
  readonly platform: Platform;
  readonly vars: Vars;
  /** What all roles of this host listen on, with the role's name. */
  readonly openings: readonly (Opening & { readonly role: RoleName })[];
  /**
   * Renders a template of the role's own folder (of a built-in role: of templates/); `project:PATH` is in the project's.
   * The text is a Secret as soon as a secret went into it.
   */
  readonly render: (template: string, values?: Readonly<Record<string, unknown>>) => string | Secret;
  /** A controller's file as text; a relative path starts at the inventory's folder, `role:PATH` at the role's own, `project:PATH` at the project's. */
  readonly read: (path: string) => string;
  readonly readSecret: (path: string) => Secret;
  /** A controller's folder or tarball, or git+URL#REF, as one deterministic, gzipped tar. `role:PATH` is in the role's own folder (of a built-in role: in its `files/`). */
  readonly bundle: (source: string) => Promise<Blob>;
  /** Throws E_INPUT where `bundle` would find nothing there; for `foresee`. */
  readonly checkSource: (source: string) => void;
}

/** Hosts that stand in for each other: one is active, the others are ready to take over. */
export interface Standby<Vars> {
  /** What changes on the hosts that are ready first, and on the active one only when it went well there. */
  readonly roles: readonly RoleName[];
  /** Whether the host is the active one just now. */
  active(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'facts' | 'vars'>): boolean;
}

/** What must be so before a run changes anything on a host. Asked beside the facts, so that it costs no round trip. */
export interface Precondition {
  /** Asked on the host itself, as root. Changes nothing. */
  readonly question: Script;
  /** Nothing where it is so; else what was found instead, and what to do about it. Throws where it could not look. */
  judge(answer: Answer): { readonly found: string; readonly hint: string } | undefined;
}

/** How a host is taken out of service before it is interrupted, and put back after it. */
export interface Drain {
  /** The host on which the scripts run, as root: one that sends it work, or itself. */
  readonly on: string;
  /** Ends when nothing new comes and, within bounds, what was going on has ended. May be said twice. */
  readonly out: Script;
  /** Follows `out` where the whole host goes down, and nothing else ends what runs there. */
  readonly halt?: Script;
  /** May be said twice, and to a host that was never taken out. Where a run is lost, the host says it to itself. */
  readonly back?: Script;
  /** How long `out` may take on a usual host; 120 where absent. */
  readonly seconds?: number;
  /**
   * Others who can serve meanwhile: one of these must hold. Else the host stays in service, for it is the best there is.
   * Absent: nobody is needed.
   */
  readonly others?: readonly Check[];
}

/** What must hold on a host that was changed before the next one may be. */
export interface Health {
  readonly checks: readonly Check[];
  /** They are asked again for so long on a usual host. */
  readonly seconds: number;
}

/** Hosts that serve the same thing take turns: what touches it happens on one of them at a time. */
export interface Turns<Vars> {
  /** What the host serves; hosts for which it is the same take turns with each other. */
  serves(scope: Pick<Scope<Vars>, 'host' | 'fleet' | 'vars'>): string;
  /** The next host's turn comes when all of it holds. */
  healthy(scope: Omit<Scope<Vars>, 'facts' | 'platform' | 'render'>): Health;
  /** Prints in a line which version of it runs, asked where the hosts may differ after a failure. */
  version?(scope: Pick<Scope<Vars>, 'host' | 'vars'>): Script;
}

export interface Role<Vars = unknown, Offer = unknown> extends RoleVars<Vars> {
  /** One or two sentences for a person who asks why this element is there. */
  readonly why: string;
  /**
   * Absolute path of the folder with its templates and files. Absent: the folder of its role.ts, or of the package that
   * it comes from. A package with several roles writes `import.meta.dirname` in each.
   */
  readonly folder?: string;
  /**
   * Roles, or their names, that a host with this one must have, too, and that are applied before it there. trueup.yml
   * needn't assign them.
   */
  readonly needs?: readonly (RoleName | { readonly name: RoleName })[];
  /**
   * It may be used several times on a host: the inventory writes a mapping of names to variables, and each function below
   * is called once for each of them.
   */
  readonly instances?: true;
  /** Roles that must be in place, on whatever host, before this one changes anything. */
  readonly after?: readonly RoleName[];
  /** Where the role's hosts stand in for each other. */
  readonly standby?: Standby<Vars>;
  /** Where any of the role's hosts may do what another does. */
  readonly turns?: Turns<Vars>;
  /**
   * Judges what the inventory says before any host is asked anything. Throws for what would do harm; what it yields is told.
   */
  foresee?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<string>;
  listens?(scope: Omit<Scope<Vars>, 'openings' | 'facts' | 'platform' | 'render'>): Iterable<Opening>;
  /** What to do so that nobody misses the host while it reboots, or what the role serves is interrupted there. */
  drain?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'facts' | 'vars'>): Iterable<Drain>;
  /** What stands in the way of any change of a host that has the role. */
  preconditions?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'vars'>): Iterable<Precondition>;
  /** What the roles of other hosts may know of it: an address with its port, a name. `fleet.offersOf` gives it to them. */
  offers?(scope: Pick<Scope<Vars>, 'host' | 'instance' | 'fleet' | 'vars'>): Offer;
  resources(scope: Scope<Vars>): Iterable<Resource> | AsyncIterable<Resource>;
  checks?(scope: Omit<Scope<Vars>, 'facts' | 'platform' | 'render'>): Iterable<Check>;
}
