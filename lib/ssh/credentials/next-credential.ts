// Which credential comes next, depending on what the server still accepts.
import type { AnyAuthMethod } from 'ssh2';
import type { Asking, Credential } from './credential.js';
import type { Credentials } from './choose-credentials.js';
import type { Server } from '../link/target.js';
import type { KeySigner } from './key-signer.js';
import { LoginTrouble } from './unusable-credential.js';

/** Walks through the credentials of one login. */
export class LoginOrder {
  readonly #left: Credential[];
  readonly #beforehand: readonly LoginTrouble[];
  /** What was sent so far, for messages. */
  readonly offered: Credential[] = [];
  /** Methods that the server accepts, once it has listed them. */
  accepts: readonly string[] | undefined;
  /** One factor was accepted, and the server requires another. */
  isPartial = false;
  /** What went wrong in this login, for example a key that the server would have accepted but that wasn't decrypted. */
  readonly noted: LoginTrouble[] = [];
  #last: AnyAuthMethod | undefined;
  #asked = false;
  #hasSigned = false;

  constructor(
    { list, troubles }: Credentials,
    readonly server: Pick<Server, 'user' | 'isJump'>,
  ) {
    this.#left = [...list];
    this.#beforehand = troubles;
  }

  /** The next thing to send, or false if nothing is left that the server would accept. */
  async next(
    accepted: readonly string[] | null,
    partial: boolean | null,
    asking: Asking,
    untrusted = false,
  ): Promise<AnyAuthMethod | false> {
    const signer = this.#last?.type === 'agent' ? (this.#last.agent as KeySigner) : undefined;
    // After an agent's key, ssh2 still passes on the list from before that key.
    if (!signer) this.#learn(accepted, partial === true);
    else if (signer.signed) return this.#ask();
    for (;;) {
      const credential = this.#take(untrusted);
      if (!credential) return this.accepts || this.#asked ? false : this.#ask();
      try {
        const offer = await credential.offer(asking);
        // An agent's key doesn't reveal which other methods are accepted, so the server is asked first, as ssh does.
        if (offer.type === 'agent' && !this.accepts && !this.#asked && this.#hasMore(untrusted)) {
          this.#left.unshift(credential);
          return this.#ask();
        }
        this.offered.push(credential);
        this.#last = offer;
        return offer;
      } catch (error) {
        if (!(error instanceof LoginTrouble)) throw error;
        this.note(error);
      }
    }
  }

  /** Everything that can't be offered. */
  get troubles(): readonly LoginTrouble[] {
    return [...this.#beforehand, ...this.noted];
  }

  note(trouble: LoginTrouble): void {
    if (this.noted.every(({ message }) => message !== trouble.message)) this.noted.push(trouble);
  }

  #learn(accepted: readonly string[] | null, partial: boolean): void {
    if (!accepted) return;
    // After a signature, this means that the key was right, and that something else is required now.
    const isMore = this.#hasSigned && !accepted.includes('publickey');
    this.#hasSigned = false;
    this.accepts = accepted;
    // The last credential wasn't judged: the server wants another one first.
    const last = this.#last?.type === 'none' ? undefined : this.offered.at(-1);
    if (last && !partial && !accepted.includes(last.method)) this.#left.unshift(last);
    this.isPartial ||= partial || isMore;
  }

  #ask(): AnyAuthMethod {
    this.#hasSigned = this.#last?.type === 'agent';
    this.#asked = true;
    this.#last = { type: 'none', username: this.server.user };
    return this.#last;
  }

  #hasMore(untrusted: boolean): boolean {
    return this.#left.some((credential) => this.#suits(credential, untrusted));
  }

  /** What isn't accepted now may be accepted after another factor. */
  #take(untrusted: boolean): Credential | undefined {
    const at = this.#left.findIndex((credential) => this.#suits(credential, untrusted));
    return at < 0 ? undefined : this.#left.splice(at, 1)[0];
  }

  #suits({ method, asks }: Credential, untrusted: boolean): boolean {
    if (untrusted && method !== 'publickey') return false;
    if (this.accepts && !this.accepts.includes(method)) return false;
    // The same wrong password, sent again by another method, only counts as one more failure.
    const last = this.offered.at(-1);
    const repeats = method === 'keyboard-interactive' && last?.method === 'password';
    if (repeats && this.accepts?.includes('password') && !this.isPartial) return false;
    if (!asks) return true;
    // A person is asked for a second factor, or if a key was of no use in the first place. No inventory has the
    // password of a jump server.
    const needsPerson = this.accepts?.includes('publickey') === false || this.server.isJump === true;
    return this.isPartial || (this.accepts !== undefined && needsPerson);
  }
}
