// The fleet as loaded from an inventory's folder, with the origin of every value.
import { instancesOf } from '../compile/role-instances.js';
import type { Fleet, Host, Offered, Offering, Place } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName, RoleVars } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { hintFor } from './schema/did-you-mean.js';
import type { Origins } from './variables/precedence.js';

/** A group of the inventory, for listings and patterns. */
export interface Group {
  readonly name: string;
  /** Names of the groups directly below it. */
  readonly children: readonly string[];
  /** Names of the hosts that it lists itself. */
  readonly hosts: readonly string[];
  /** Names of all its hosts, including those of the groups below it, in Ansible's order. */
  readonly members: readonly string[];
}

interface Loaded {
  readonly folder: string;
  readonly projectFolders: readonly string[];
  readonly hosts: readonly Host[];
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly groups: ReadonlyMap<string, Group>;
  /** Host → role → validated variables. */
  readonly roleVars: ReadonlyMap<string, ReadonlyMap<RoleName, unknown>>;
  /** Host → where each value comes from. */
  readonly origins: ReadonlyMap<string, Origins>;
  /** Host → its connection variables, templates filled in. */
  readonly login: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Host → where it is named first. */
  readonly places: ReadonlyMap<string, Place>;
}

/** A Fleet that also knows its groups and where its values come from. */
export class LoadedFleet implements Fleet {
  readonly folder: string;
  readonly projectFolders: readonly string[];
  readonly hosts: readonly Host[];
  /** The built-in roles, and those that its trueup.yml names. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly groups: ReadonlyMap<string, Group>;
  readonly #loaded: Loaded;
  readonly #offers = new Map<RoleName, readonly Offered<unknown>[] | 'asked'>();
  readonly #byName: ReadonlyMap<string, Host>;

  constructor(loaded: Loaded) {
    this.folder = loaded.folder;
    this.projectFolders = loaded.projectFolders;
    this.hosts = loaded.hosts;
    this.roles = loaded.roles;
    this.groups = loaded.groups;
    this.#loaded = loaded;
    this.#byName = new Map(loaded.hosts.map((host) => [host.name, host]));
  }

  host(name: string): Host {
    const host = this.#byName.get(name);
    if (host) return host;
    const hint = hintFor(name, [...this.#byName.keys()]);
    throw new TrueupError('E_NO_SUCH_HOST', `there is no host named ${JSON.stringify(name)}`, { hint });
  }

  inGroup(group: string): readonly Host[] {
    return this.hosts.filter((host) => host.groups.includes(group));
  }

  withRole(role: RoleName): readonly Host[] {
    return this.hosts.filter((host) => host.roles.includes(role));
  }

  varsOf<Vars>(host: Host, role: RoleVars<Vars>): Vars {
    const vars = this.#loaded.roleVars.get(host.name);
    if (vars?.has(role.name)) return vars.get(role.name) as Vars;
    const message = `${host.name} does not have the role ${role.name}, so it has none of the role’s variables`;
    throw new TrueupError('E_INPUT', message, {
      host: host.name,
      hint: `It has these roles: ${host.roles.join(', ')}.`,
    });
  }

  offersOf<Offer>(wanted: RoleName | Offering<Offer>): readonly Offered<Offer>[] {
    const name = typeof wanted === 'string' ? wanted : wanted.name;
    const known = this.#offers.get(name);
    if (known === 'asked') {
      throw new TrueupError('E_CYCLE', `the offers of the role ${name} depend on themselves`, {
        hint: 'Remove `fleet.offersOf` from the `offers` of one role in this cycle.',
      });
    }
    if (known) return known as readonly Offered<Offer>[];
    const role = this.roles.get(name);
    if (role && !role.offers) throw new TrueupError('E_INPUT', `the role ${name} offers nothing`);
    this.#offers.set(name, 'asked');
    const offered = this.withRole(name).flatMap((host) =>
      !role
        ? []
        : instancesOf(role, host, this).map(({ instance, vars }) => {
            const value = role.offers?.({ host, instance, fleet: this, vars });
            return { host, instance, value };
          }),
    );
    this.#offers.set(name, offered);
    return offered as readonly Offered<Offer>[];
  }

  /** The place at which the inventory first names the host; undefined if it doesn't. */
  placeOf(host: string): Place | undefined {
    return this.#loaded.places.get(host);
  }

  /** The connection variables of a host with their templates filled in. */
  loginOf(host: Host): Readonly<Record<string, unknown>> {
    return this.#loaded.login.get(host.name) ?? {};
  }

  /** All values that are set for a host's variables, weakest first. Keys of a role have dotted names. */
  originsOf(host: Host): Origins {
    return this.#loaded.origins.get(host.name) ?? new Map();
  }
}
