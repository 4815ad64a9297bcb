// A situation that `ssh box` is in, and what it does then; each transport must do the same.
import type { Connection } from '../../../../lib/model/fleet.js';
import type { LocalSshd } from '../local-sshd.js';

/** Where a case is played: a sshd on loopback, and a folder for its files. */
export interface Scene {
  readonly sshd: LocalSshd;
  /** Path of a file in the sshd's folder. */
  readonly at: (file: string) => string;
  /** A new key pair there, that nobody authorized. */
  readonly newKey: (file: string, passphrase?: string) => string;
  /** Lets these keys in, and no others. */
  readonly authorize: (...files: readonly string[]) => void;
}

/** One row of the table. */
export interface Case {
  readonly name: string;
  /** Lines of sshd_config. */
  readonly sshd?: readonly string[];
  prepare?(scene: Scene): void | Promise<void>;
  /** Lines of ssh_config for the host, before those that make it reachable at all. */
  config?(scene: Scene): readonly string[];
  /** The login key is not named for it. */
  readonly keyless?: true;
  /** Keys that an agent holds. */
  agent?(scene: Scene): readonly string[];
  /** The rest of the environment of ssh and of trueup. */
  environment?(scene: Scene): Readonly<Record<string, string>>;
  /** What the inventory says besides, and the same as arguments of ssh. */
  inventory?(scene: Scene): {
    readonly connection: Partial<Connection>;
    readonly args: readonly string[];
  };
  /** Whether ssh gets in, which the test asks it. */
  readonly reaches: boolean;
  /** What the error says where it doesn't get in, over either transport. */
  readonly says?: RegExp;
  /** Why the OpenSSH client carries it; absent: ssh2 does. */
  readonly because?: RegExp;
  /** What ssh2 does that was told to do it, where that isn't the same. */
  readonly ssh2Reaches?: boolean;
}
