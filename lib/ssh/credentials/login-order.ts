// Which credential comes next, by what the server still accepts.
import type { AnyAuthMethod } from 'ssh2';
import type { Credential } from './credentials.js';

/** Walks through the credentials of one login. */
export class LoginOrder {
  readonly #left: Credential[];
  /** What was sent so far, for messages. */
  readonly offered: Credential[] = [];
  /** Methods the server accepts, once it said so. */
  accepts: readonly string[] | undefined;

  constructor(credentials: readonly Credential[]) {
    this.#left = [...credentials];
  }

  /** The next thing to send, or false where nothing is left that the server would take. */
  next(accepted: readonly string[] | null, untrusted = false): AnyAuthMethod | false {
    this.accepts = accepted ?? this.accepts;
    const last = this.offered.at(-1);
    // After an agent's key ssh2 passes on the list from before it.
    const isStale = last?.offer.type === 'agent';
    for (;;) {
      const credential = this.#left.shift();
      if (!credential) return false;
      if (untrusted && credential.method !== 'publickey') continue;
      if (accepted && !isStale && !accepted.includes(credential.method)) continue;
      // The same wrong password a second time under another name only counts as one more failure.
      const repeats = credential.method === 'keyboard-interactive' && last?.method === 'password';
      if (repeats && accepted?.includes('password')) continue;
      this.offered.push(credential);
      return credential.offer;
    }
  }
}
