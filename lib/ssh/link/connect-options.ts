// What a connection needs besides the inventory: who runs it, where, and whom to ask.
import type { Secret } from '../../model/secret.js';

/** The operator's side of a connection; lib reads no environment, so it comes in here. */
export interface ConnectOptions {
  /** Home folder of the operator: `~` in paths, `.ssh/config`, `.ssh/known_hosts`. */
  readonly home: string;
  /** Socket of the ssh-agent, as SSH_AUTH_SOCK. */
  readonly agentSocket?: string;
  /** What programs started for a connection run with (ssh, its ProxyCommand); where absent only a usual PATH. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Local user name, which is also the remote one by default. Absent if the local user has no name. */
  readonly user?: string;
  /** Unknown host keys are accepted and remembered; changed ones never are. */
  readonly acceptNew: boolean;
  /** Passwords for login and sudo, for hosts that have none in the inventory. */
  readonly password?: Secret;
  readonly becomePassword?: Secret;
  /** Seconds between keepalives; where absent 15, of a slow host as many times more. Three without an answer end the connection. */
  readonly keepaliveSeconds?: number;
  /** What was asked already: of the operator, of ssh, of key files; the memory of the process where absent. */
  readonly memory?: Map<string, unknown>;
  /** Asked at most once per key and memory. Undefined: no passphrase is available. */
  askPassphrase?(prompt: string): Promise<Secret | undefined>;
  /** The OpenSSH client connects where ssh2 would have; `because` says why. */
  onFallback?(because: string): void;
  onAttempt?(attempt: number, address: string): void;
  /** Receives notices that are not errors: a fallback, a pause that the server imposed. */
  onNotice?(text: string): void;
}
