// Verifies the host key of a connection.
import type { TrueupError } from '../../model/trueup-error.js';
import { judgeHostKey, knownTypes } from './compare-host-key.js';
import { fingerprint } from './key-blob.js';
import type { KnownKey } from './known-hosts.js';
import { loadKnownHosts } from './load-known-hosts.js';
import { refuseHostKey, type Refusal } from './refuse-host-key.js';
import { rememberHostKey } from './remember-host-key.js';
import type { Server } from '../link/target.js';

/** Watches one connection's host key, from the offer of algorithms to the end of the key exchange. */
export class HostKeyGuard {
  /** The types of the keys that are known for the server. */
  readonly types: ReadonlySet<string>;
  /** A changed key was let through (policy `no`): nothing secret may be sent. */
  untrusted = false;
  #seen: Buffer | undefined;
  #isNew = false;

  constructor(
    readonly host: string,
    readonly server: Server,
    readonly onNotice: (text: string) => void,
  ) {
    this.types = knownTypes(this.#load(), server.knownAs);
  }

  /** Throws E_HOST_KEY unless this key may stand for the server. */
  verify(blob: Buffer): void {
    if (this.#seen) {
      // A second key exchange of the same connection must not bring another key.
      if (this.#seen.equals(blob)) return;
      throw this.#refusal(blob, { is: 'swapped' });
    }
    const { knownAs, policy } = this.server;
    const verdict = judgeHostKey(this.#load(), knownAs, blob);
    switch (verdict.is) {
      case 'known':
        break;
      case 'revoked':
        throw this.#refusal(blob, verdict);
      case 'changed':
        if (policy !== 'no') throw this.#refusal(blob, verdict);
        this.untrusted = true;
        this.onNotice(
          `${this.host}: the host key of ${knownAs} changed, but is accepted because of StrictHostKeyChecking=no`,
        );
        break;
      case 'unknown':
        if (policy === 'yes') throw this.#refusal(blob, verdict);
        this.#isNew = true;
    }
    this.#seen = blob;
  }

  /** Called once the server has proved that it owns the key. */
  proved(): void {
    const [file] = this.server.userKnownHosts;
    if (!this.#isNew || !this.#seen || file === undefined) return;
    this.#isNew = false;
    const { knownAs, hashKnownHosts } = this.server;
    // Another host of this run, or another run, may have written the same name meanwhile.
    const now = judgeHostKey(this.#load(), knownAs, this.#seen);
    if (now.is === 'known') return;
    if (now.is === 'changed' && this.server.policy !== 'no') throw this.#refusal(this.#seen, now);
    try {
      if (!rememberHostKey(file, knownAs, this.#seen, hashKnownHosts)) return;
      this.onNotice(`${this.host}: new host key of ${knownAs} added to ${file}: ${fingerprint(this.#seen)}`);
    } catch (error) {
      this.onNotice(`${this.host}: the host key could not be added to ${file}: ${(error as Error).message}`);
    }
  }

  #load(): readonly KnownKey[] {
    return loadKnownHosts(this.host, [...this.server.userKnownHosts, ...this.server.globalKnownHosts]);
  }

  #refusal(blob: Buffer, refusal: Refusal): TrueupError {
    return refuseHostKey(this.host, this.server.knownAs, blob, refusal);
  }
}
