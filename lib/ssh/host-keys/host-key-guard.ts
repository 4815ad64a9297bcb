// Lets a connection go on only to the host that is meant.
import { TrueupError } from '../../model/trueup-error.js';
import { judgeHostKey, knownTypes } from './judge-host-key.js';
import { fingerprint, keyType } from './key-blob.js';
import type { KnownKey } from './known-hosts.js';
import { loadKnownHosts } from './load-known-hosts.js';
import { rememberHostKey } from './remember-host-key.js';
import type { Server } from '../link/target.js';

/** Watches one connection's host key, from the offer of algorithms to the end of the key exchange. */
export class HostKeyGuard {
  /** Key types the server is known by. */
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
      throw this.#refusal(
        blob,
        'changed within one connection',
        'Someone may be intercepting the connection: do not log in.',
      );
    }
    const { knownAs, policy } = this.server;
    const verdict = judgeHostKey(this.#load(), knownAs, blob);
    switch (verdict.is) {
      case 'known':
        break;
      case 'revoked':
        throw this.#refusal(
          blob,
          `is revoked by ${place(verdict.by)}`,
          'This key is known to be compromised. Give the host a new one (ssh-keygen -A), and accept that one.',
        );
      case 'changed':
        if (policy !== 'no') throw this.#changed(blob, verdict.instead);
        this.untrusted = true;
        this.onNotice(
          `${this.host}: the host key of ${knownAs} changed; accepted because of StrictHostKeyChecking=no`,
        );
        break;
      case 'unknown':
        if (policy === 'yes') throw this.#unknown(blob, verdict.authorities);
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
    if (now.is === 'changed' && this.server.policy !== 'no') throw this.#changed(this.#seen, now.instead);
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

  #changed(blob: Buffer, instead: readonly KnownKey[]): TrueupError {
    const known = instead.map((key) => `${place(key)} has ${key.type} ${fingerprint(key.blob)}`).join(', ');
    const files = [...new Set(instead.map((key) => key.file))];
    const remove = files.map((file) => `ssh-keygen -R ${quoted(this.server.knownAs)} -f ${quoted(file)}`);
    return this.#refusal(
      blob,
      `changed: ${known}`,
      `Someone may be intercepting the connection. If the host was reinstalled: compare the new fingerprint on its console, then ${remove.join(' && ')}`,
    );
  }

  #unknown(blob: Buffer, authorities: boolean): TrueupError {
    const kind = /ed25519|ecdsa/.exec(keyType(blob))?.[0] ?? 'rsa';
    const hint = authorities
      ? 'Only a certificate authority is known for it, which ssh2 cannot use: set ansible_connection: openssh.'
      : `Compare it on the host's console (ssh-keygen -lf /etc/ssh/ssh_host_${kind}_key.pub), then run once with --accept-new.`;
    return this.#refusal(blob, 'is unknown', hint);
  }

  #refusal(blob: Buffer, what: string, hint: string): TrueupError {
    const shown = `${keyType(blob)} ${fingerprint(blob)}`;
    const message = `${this.host}: the host key of ${this.server.knownAs} ${what}; it shows ${shown}`;
    return new TrueupError('E_HOST_KEY', message, { host: this.host, hint });
  }
}

function place(key: KnownKey): string {
  return `${key.file}:${key.line}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
