// The keys that an ssh-agent holds, one at a time: each is offered only when it is meant.
import type { BaseAgent, IdentityCallback, ParsedKey, SignCallback, SigningRequestOptions } from 'ssh2';
import { keyType } from '../host-keys/key-blob.js';
import { ssh2 } from '../link/ssh2.js';

/** One key of an agent. */
export interface AgentKey {
  readonly blob: Buffer;
  readonly type: string;
  /** An agent that has this key and no other. */
  readonly agent: BaseAgent<ParsedKey>;
}

const answerWithin = 5000;

/** All keys of the agent that ssh2 can use; certificates and hardware keys are not among them. Rejects where no agent answers. */
export async function loadAgentKeys(socket: string): Promise<readonly AgentKey[]> {
  const { OpenSSHAgent, BaseAgent: Base } = await ssh2();
  const inner = new OpenSSHAgent(socket);
  class OneKey extends Base<ParsedKey> {
    constructor(readonly key: ParsedKey) {
      super();
    }
    override getIdentities(done: IdentityCallback<ParsedKey>): void {
      done(null, [this.key]);
    }
    override sign(
      key: ParsedKey,
      data: Buffer,
      options: SigningRequestOptions | SignCallback,
      done?: SignCallback,
    ): void {
      if (typeof options === 'function') inner.sign(key, data, options);
      else inner.sign(key, data, options, done);
    }
  }
  const keys = await new Promise<readonly ParsedKey[]>((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error('it does not answer'));
    }, answerWithin);
    inner.getIdentities((error, identities) => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve((identities ?? []) as ParsedKey[]);
    });
  });
  return keys.map((key) => {
    const blob = key.getPublicSSH();
    return { blob, type: keyType(blob), agent: new OneKey(key) };
  });
}
