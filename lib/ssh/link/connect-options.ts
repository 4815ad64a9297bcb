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
  /** Local user name; the remote one where nothing else says. Absent: nobody is called anything here. */
  readonly user?: string;
  /** Unknown host keys are taken and remembered; changed ones never. */
  readonly acceptNew: boolean;
  /** The login's and sudo's, for hosts whose inventory has none. */
  readonly password?: Secret;
  readonly becomePassword?: Secret;
  /** Seconds between keepalives; where absent 15, of a slow host as many times more. Three without an answer end the connection. */
  readonly keepaliveSeconds?: number;
  /** Asked at most once per key and run. Nothing: no passphrase is to be had. */
  askPassphrase?(prompt: string): Promise<Secret | undefined>;
  /** The OpenSSH client connects where ssh2 would have; `because` says why. */
  onFallback?(because: string): void;
  onAttempt?(attempt: number, address: string): void;
  /** Something worth a line that is no error: a fallback, a pause the server imposed. */
  onNotice?(text: string): void;
}
