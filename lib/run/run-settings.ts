// What a run of the library is given.
import type { IdentitySettings } from '../secrets/identities.js';
import type { VaultSettings } from '../secrets/vault/vault-passwords.js';
import type { ConnectOptions } from '../ssh/link/connect-options.js';

/** Which inventory is read, and what opens its secrets. */
export interface InventorySettings {
  /** Folders, files, `web1,web2,` or `vagrant:FOLDER`, as `-i` takes them; defaults to `inventory`, or the only folder in it. */
  readonly inventory?: string | readonly string[];
  /** The folder of the project, with `trueup.yml` and `roles/`; defaults to the current folder. */
  readonly project?: string;
  /** Warnings about the inventory are errors. */
  readonly strict?: boolean;
  /** The age identity that decrypts values; the environment names one if absent, and else it is in `~/.config/trueup`. */
  readonly identity?: Pick<IdentitySettings, 'file' | 'text' | 'usualFile' | 'command'>;
  /** The ansible-vault passwords; the environment names them if absent. */
  readonly vault?: Partial<Pick<VaultSettings, 'sources' | 'ask'>>;
  /** Variables for this run, which win over all others: `role.key=value`, JSON or `@FILE`, as `-e` takes them. */
  readonly extra?: readonly string[];
  /** The environment, for templates, ssh and programs that are started; without it no variable is read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** How hosts are logged in to, where the inventory leaves it open. */
export type ConnectSettings = Partial<Omit<ConnectOptions, 'onFallback' | 'onAttempt' | 'onNotice'>>;

/** What `plan`, `apply` and `verify` have in common. */
export interface RunSettings extends InventorySettings {
  /** A host pattern: `web*`, `lb:!lb2`. */
  readonly limit?: string;
  /** Only what these roles declare, or check. */
  readonly roles?: readonly string[];
  /** How many hosts are worked on in parallel; defaults to 20. */
  readonly forks?: number;
  /** The login; the operator's own by default. */
  readonly connect?: ConnectSettings;
  /** When aborted, each host finishes its current step, then the run ends: as with one Ctrl-C. */
  readonly signal?: AbortSignal;
  /** When aborted, the run ends immediately, in the middle of a step: as with two. */
  readonly abort?: AbortSignal;
}

/** What `plan` is given. */
export interface PlanSettings extends RunSettings {
  /** Also remove what trueup created and the inventory no longer declares; of databases, only those named. */
  readonly prune?: boolean | { readonly databases: readonly string[] };
}

/** What `apply` is given. */
export interface ApplySettings extends PlanSettings {
  /** How long to wait for a host that another run has locked; defaults to 0. */
  readonly waitSeconds?: number;
}
