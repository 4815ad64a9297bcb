// What a connection needs besides the inventory: who runs it, where, and whom to ask.
import type { Secret } from '../../model/secret.js';

/** The operator's side of a connection; lib doesn't read the environment, so the values are passed in here. */
export interface ConnectOptions {
  /** Home directory of the operator, for `~` in paths, `.ssh/config` and `.ssh/known_hosts`. */
  readonly home: string;
  /** Socket of the ssh-agent, as SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /**
   * Environment of programs that are started for a connection (ssh, its ProxyCommand). Defaults to a standard PATH
   * only.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Local user name, which is also the default remote user name. Absent if the local user has no name. */
  readonly user?: string;
  /** Whether unknown host keys are accepted and stored. Changed ones never are. */
  readonly acceptNew: boolean;
  /** Password for the login, for hosts that have none in the inventory. */
  readonly password?: Secret;
  /** Password for sudo, for hosts that have none in the inventory. */
  readonly becomePassword?: Secret;
  /**
   * Seconds between keepalives. Defaults to 15, more for a slow host. The connection ends after three without an
   * answer.
   */
  readonly keepaliveSeconds?: number;
  /** Cache of answers from the operator, ssh and key files. Defaults to a cache for the process. */
  readonly memory?: Map<string, unknown>;
  /** Asks for a passphrase, at most once per key and `memory`. Undefined: no passphrase is available. */
  askPassphrase?(prompt: string): Promise<Secret | undefined>;
  /** Called if the OpenSSH client is used instead of ssh2; `because` is the reason. */
  onFallback?(because: string): void;
  onAttempt?(attempt: number, address: string): void;
  /** Receives notices that are not errors: a fallback, a pause that the server imposed. */
  onNotice?(text: string): void;
}
