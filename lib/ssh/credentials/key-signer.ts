// A key that is offered by its public half, and signs only once the server has stated that it would accept it.
import type { BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import { ssh2 } from '../link/load-ssh2.js';

/** To ssh2 this is an agent with one key, because only an agent may sign asynchronously. */
export interface KeySigner extends BaseAgent<ParsedKey> {
  /** A signature was sent, so whatever the server answered was not about the key alone. */
  readonly signed: boolean;
}

/** `sign` is called at most once per login. Undefined if ssh2 can't use a key of this kind. */
export async function keySigner(
  blob: Buffer,
  sign: (data: Buffer, hash: string | undefined) => Promise<Buffer>,
): Promise<KeySigner | undefined> {
  const { BaseAgent: Base, utils } = await ssh2();
  const parsed = utils.parseKey(blob);
  if (parsed instanceof Error) return undefined;
  // Only a file may hold more than one.
  const key = parsed;
  class OneKey extends Base<ParsedKey> implements KeySigner {
    signed = false;
    override getIdentities(done: IdentityCallback<ParsedKey>): void {
      done(null, [key]);
    }
    override sign(
      _key: ParsedKey,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      done: SignCallback = options as SignCallback,
    ): void {
      const hash = typeof options === 'object' ? options.hash : undefined;
      sign(data, hash)
        .then((signature) => {
          this.signed = true;
          done(null, signature);
        })
        // ssh2 throws if the signature is not valid.
        .catch((error: unknown) => {
          done(error as Error);
        });
    }
  }
  return new OneKey();
}
