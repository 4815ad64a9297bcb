// The inventory as meant: resolved, validated, ready to be asked.
import type { RoleName, RoleVars } from './role-vars.js';
import type { Secret } from './secret.js';

/** How to reach a host; from the `ansible_*` variables. */
export interface Connection {
  /** `ssh2` or `openssh`; `auto` takes ssh2 unless it can't. `local`: no ssh, the host is the machine that trueup runs on. */
  readonly transport: 'auto' | 'ssh2' | 'openssh' | 'local';
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly password?: Secret;
  /** Path of a private key file. */
  readonly privateKeyFile?: string;
  /** For every server on the way, and the whole truth. */
  readonly knownHostsFile?: string;
  /** As ssh_config(5) UserKnownHostsFile, for this host alone. */
  readonly userKnownHostsFile?: string;
  /** As ssh_config(5) StrictHostKeyChecking, for this host alone. */
  readonly strictHostKeyChecking?: 'yes' | 'accept-new' | 'no';
  /** As ssh_config(5) ProxyJump: `user@bastion:port`, comma-separated. */
  readonly proxyJump?: string;
  /** ssh_config(5) file to read; `none` reads none; `vagrant`: a box that isn't up; absent: the user's own. */
  readonly configFile?: string;
  /** Further options of ssh_config(5) for this host alone, each `Keyword=value`; the first of a keyword counts. */
  readonly sshOptions?: readonly string[];
  /** Absent: ssh_config(5) ConnectTimeout says it, or else the usual one holds. */
  readonly connectTimeoutSeconds?: number;
  readonly become: boolean;
  readonly becomeUser: string;
  readonly becomePassword?: Secret;
  /** Why nobody can connect, or become another user: told who tries to. */
  readonly unusable?: Unusable;
}

/** A plugin of Ansible's that trueup lacks: the host may be there for Ansible alone. */
export interface Unusable {
  readonly variable: 'ansible_connection' | 'ansible_become_method';
  readonly plugin: string;
  readonly place: Place;
}

/** Where a value was written. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Host {
  readonly name: string;
  /** Where the other hosts reach it: `private_address`, else `ansible_host`, else its name. */
  readonly address: string;
  /** Every group it is in, parents before children, `all` first. */
  readonly groups: readonly string[];
  /** In the order they are applied. */
  readonly roles: readonly RoleName[];
  /** Roles that trueup.yml doesn't give it, each with the role that needs it. */
  readonly neededBy?: Readonly<Record<RoleName, RoleName>>;
  readonly connection: Connection;
  /** Every variable in force, by name. */
  readonly vars: Readonly<Record<string, unknown>>;
}

/** A role that offers something. */
export interface Offering<Offer> {
  readonly name: RoleName;
  offers?(scope: never): Offer;
}

/** What a role offers on one host. */
export interface Offered<Offer> {
  readonly host: Host;
  /** Of a role with instances the instance's name; of others the role's. */
  readonly instance: string;
  readonly value: Offer;
}

export interface Fleet {
  /** Folder of the inventory; relative paths in variables start here. */
  readonly folder: string;
  /** The folders in which `project:PATH` is looked up: of trueup.yml, then of the project. Absent: the inventory's. */
  readonly projectFolders?: readonly string[];
  /** All hosts, in Ansible's order: level by level below `all`, and in each group as written. */
  readonly hosts: readonly Host[];
  /** Throws E_NO_SUCH_HOST. */
  host(name: string): Host;
  inGroup(group: string): readonly Host[];
  /** Hosts that have the role, in the order written. */
  withRole(role: RoleName): readonly Host[];
  /** The role's variables on a host: validated, defaults filled in. Of a role with instances: the variables of each. */
  varsOf<Vars>(host: Host, role: RoleVars<Vars>): Vars;
  /** What a role offers, of each host that has it and of each instance there. Of a role's name the type is unknown. */
  offersOf<Offer = unknown>(role: RoleName | Offering<Offer>): readonly Offered<Offer>[];
}
