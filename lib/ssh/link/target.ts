// One server as it will be reached: every source of settings already merged.
import type { Secret } from '../../model/secret.js';

export type HostKeyPolicy = 'yes' | 'accept-new' | 'no';

/** A server on the way, the last one included. */
export interface Server {
  /** Name that ssh_config patterns are compared with. */
  readonly alias: string;
  /** Host name or address to connect to. */
  readonly address: string;
  readonly port: number;
  /** It is a jump server on the way to a host. */
  readonly isJump?: true;
  readonly user: string;
  /** Its name in known_hosts: `host`, `[host]:port` or an alias. */
  readonly knownAs: string;
  readonly policy: HostKeyPolicy;
  /** New keys are added to the first one. */
  readonly userKnownHosts: readonly string[];
  readonly globalKnownHosts: readonly string[];
  readonly hashKnownHosts: boolean;
  /** Private key files, in the order they are offered. */
  readonly keyFiles: readonly string[];
  /** The files were configured; otherwise they are the usual ones, which may not exist. */
  readonly keysNamed: boolean;
  /** Only the keys above are offered, even if the agent has more. */
  readonly identitiesOnly: boolean;
  readonly agentSocket?: string;
  readonly password?: Secret;
  /** Settings of ssh_config that differ from ssh's defaults, keys in lower case. */
  readonly config: SshConfig;
}

/** What `ssh -G` prints: each keyword with its values, in order. */
export type SshConfig = ReadonlyMap<string, readonly string[]>;

/** A host of the inventory, with the jump servers on the way there. */
export interface Target extends Server {
  /** Name in the inventory, for messages. */
  readonly host: string;
  readonly hops: readonly Server[];
  readonly connectTimeoutSeconds: number;
  readonly keepaliveSeconds: number;
  /** ssh_config files in force, in the order they are read. */
  readonly configFiles: readonly string[];
  /** Keywords that the ssh program knows, in lower case; empty if it wasn't run. */
  readonly knownSettings: ReadonlySet<string>;
  /** Further ssh options for this host alone, not for servers on the way, each `Keyword=value`. */
  readonly options: readonly string[];
}
