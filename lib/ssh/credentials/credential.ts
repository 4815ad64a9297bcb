// One way to log in, as it is offered to a server.
import type { AnyAuthMethod } from 'ssh2';
import type { Clock } from '../link/deadline.js';
import type { LoginTrouble } from './unusable-credential.js';

/** What a login provides to the credentials that are offered in it. */
export interface Asking extends Pick<Clock, 'paused'> {
  readonly signal: AbortSignal;
  /** Reported if the login fails. */
  note(trouble: LoginTrouble): void;
}

/** One thing to log in with. */
export interface Credential {
  readonly method: 'publickey' | 'password' | 'keyboard-interactive';
  /** For messages: `key /home/a/.ssh/id (SHA256:…)`. */
  readonly label: string;
  /** It needs a person, who is asked only for a second factor, or if the server accepts nothing else. */
  readonly asks?: true;
  /** What ssh2 sends. Throws LoginTrouble if it turns out to be unavailable. */
  offer(asking: Asking): AnyAuthMethod | Promise<AnyAuthMethod>;
}
