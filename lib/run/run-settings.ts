// The settings of a run of the library.
import type { IdentitySettings } from '../secrets/identities.js';
import type { VaultSettings } from '../secrets/vault/vault-passwords.js';
import type { ConnectOptions } from '../ssh/link/connect-options.js';

/** The inventory, and how its secrets are decrypted. */
export interface InventorySettings {
  /**
   * Inventory sources, as for `-i`: folders, files, `web1,web2,` or `vagrant:FOLDER`. Defaults to `inventory`, or to
   * the only folder in it.
   */
  readonly inventory?: string | readonly string[];
  /** Folder of the project, with `trueup.yml` and `roles/`. Defaults to the current folder. */
  readonly project?: string;
  /** Whether to treat warnings about the inventory as errors. Defaults to false: warnings are `notice` events. */
  readonly strict?: boolean;
  /**
   * The age identity that decrypts values. Defaults to the identity that `env` sets, else to the one in `~/.config/trueup`.
   */
  readonly identity?: Pick<IdentitySettings, 'file' | 'text' | 'usualFile' | 'command'>;
  /** The ansible-vault passwords. Defaults to those that `env` sets. */
  readonly vault?: Partial<Pick<VaultSettings, 'sources' | 'ask'>>;
  /** Variables for this run, as for `-e`: `role.key=value`, JSON or `@FILE`. They override all others. */
  readonly extra?: readonly string[];
  /**
   * The environment for templates, ssh and the programs that trueup starts; usually `process.env`. Defaults to an empty
   * environment.
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How to log in to hosts, unless the inventory sets it. */
export type ConnectSettings = Partial<Omit<ConnectOptions, 'onFallback' | 'onAttempt' | 'onNotice'>>;

/** Settings of `plan`, `apply` and `verify`. */
export interface RunSettings extends InventorySettings {
  /** A host pattern: `web*`, `lb:!lb2`. Defaults to all hosts. */
  readonly limit?: string;
  /** Only the resources and checks of these roles. Defaults to all roles. */
  readonly roles?: readonly string[];
  /** Number of hosts to work on in parallel. Defaults to 20. */
  readonly forks?: number;
  /** How to log in to hosts. Defaults to the operator's own settings. */
  readonly connect?: ConnectSettings;
  /** Stops the run when aborted: each host finishes its current step, as with one Ctrl-C. */
  readonly signal?: AbortSignal;
  /** Ends the run immediately when aborted, even in the middle of a step, as with two Ctrl-Cs. */
  readonly abort?: AbortSignal;
}

/** Settings of `plan`. */
export interface PlanSettings extends RunSettings {
  /**
   * Whether to remove resources that are no longer declared. Databases are only dropped if they are listed. Defaults to
   * false.
   */
  readonly prune?: boolean | { readonly databases: readonly string[] };
}

/** Settings of `apply`. */
export interface ApplySettings extends PlanSettings {
  /** Seconds to wait for a host that another run has locked. Defaults to 0. */
  readonly waitSeconds?: number;
}
