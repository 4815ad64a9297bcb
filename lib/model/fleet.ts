// The resolved and validated inventory.
import type { RoleName, RoleVars } from './role-name-and-vars.js';
import type { Secret } from './secret.js';

/** How to connect to a host, from the `ansible_*` variables. */
export interface Connection {
  /**
   * `auto` uses ssh2, or openssh if ssh2 can't connect. `local` doesn't use ssh: the host is the machine that trueup
   * runs on.
   */
  readonly transport: 'auto' | 'ssh2' | 'openssh' | 'local';
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: Secret;
  /** Path of a private key file. */
  readonly privateKeyFile?: string;
  /** The only known_hosts file to use, including for jump hosts. */
  readonly knownHostsFile?: string;
  /** UserKnownHostsFile of ssh_config(5), for this host only. */
  readonly userKnownHostsFile?: string;
  /** StrictHostKeyChecking of ssh_config(5), for this host only. */
  readonly strictHostKeyChecking?: 'yes' | 'accept-new' | 'no';
  /** ProxyJump of ssh_config(5): `user@bastion:port`, comma-separated. */
  readonly proxyJump?: string;
  /**
   * The ssh_config(5) file to read. `none` reads no file; `vagrant` marks a Vagrant box that isn't running. Defaults to
   * the user's file.
   */
  readonly configFile?: string;
  /**
   * Additional ssh_config(5) options for this host only, in the form `Keyword=value`. If a keyword is repeated, its
   * first value applies.
   */
  readonly sshOptions?: readonly string[];
  /** Seconds to wait for a connection. Defaults to ConnectTimeout of ssh_config(5), or to 10 if that isn't set. */
  readonly connectTimeoutSeconds?: number;
  readonly become: boolean;
  readonly becomeUser: string;
  readonly becomePassword?: Secret;
  /** Set if trueup can't connect to the host, or can't become another user there. Reported when a run tries to do so. */
  readonly unusable?: Unusable;
}

/** An Ansible plugin that trueup doesn't support. */
export interface Unusable {
  readonly variable: 'ansible_connection' | 'ansible_become_method';
  readonly plugin: string;
  readonly place: Place;
}

/** Position of a value in a file. Lines and columns start at 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Host {
  readonly name: string;
  /** Address that other hosts connect to: `private_address`, else `ansible_host`, else the host's name. */
  readonly address: string;
  /** All groups of the host: `all` first, parents before children. */
  readonly groups: readonly string[];
  /** The host's roles, in the order in which they are applied. */
  readonly roles: readonly RoleName[];
  /** Roles that trueup.yml doesn't assign, each with the role that needs it. */
  readonly neededBy?: Readonly<Record<RoleName, RoleName>>;
  readonly connection: Connection;
  /** All variables of the host, by name. */
  readonly vars: Readonly<Record<string, unknown>>;
}

/** A role that offers data to other hosts' roles. */
export interface Offering<Offer> {
  readonly name: RoleName;
  offers?(scope: never): Offer;
}

/** What a role offers on one host. */
export interface Offered<Offer> {
  readonly host: Host;
  /** Name of the instance; the role's name if the role has no instances. */
  readonly instance: string;
  readonly value: Offer;
}

export interface Fleet {
  /** Folder of the inventory. Relative paths in variables are resolved against it. */
  readonly folder: string;
  /** Folders for `project:PATH`: that of trueup.yml, then the project's. Defaults to the folder of the inventory. */
  readonly projectFolders?: readonly string[];
  /** All hosts, in Ansible's order: level by level below `all`, and within a group as listed in the inventory. */
  readonly hosts: readonly Host[];
  /** The host with this name. Throws E_NO_SUCH_HOST if there is none. */
  host(name: string): Host;
  /** Hosts in the group. */
  inGroup(group: string): readonly Host[];
  /** Hosts with the role, in the order of `hosts`. */
  withRole(role: RoleName): readonly Host[];
  /** The role's variables on a host, validated and with defaults. For a role with instances, each instance's variables. */
  varsOf<Vars>(host: Host, role: RoleVars<Vars>): Vars;
  /** What a role offers on each of its hosts, for each instance. If only the role's name is given, the offer's type is `unknown`. */
  offersOf<Offer = unknown>(role: RoleName | Offering<Offer>): readonly Offered<Offer>[];
}
