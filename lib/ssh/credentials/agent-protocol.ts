// The protocol of ssh-agent: lists its keys, and signs with them. An agent that never answers doesn't block the login.
import { connect } from 'node:net';
import { whenAborted } from '../../model/when-aborted.js';

/** Long enough for an agent that asks a person to unlock it. */
const listSeconds = 20;
/** Long enough for an agent that asks a person to confirm; sshd itself hangs up after two minutes. */
export const signSeconds = 120;
const listRequest = 11;
const listAnswer = 12;
const signRequest = 13;
const signAnswer = 14;
const rsaFlags: Readonly<Record<string, number>> = { sha256: 2, sha512: 4 };
const longestAnswer = 1 << 20;

/** Agents that never answered: they are not asked a second time. */
const silent = new Map<string, Error>();

/** Whether the agent was asked, and never answered. */
export function agentIsSilent(socket: string): boolean {
  return silent.has(socket);
}

/** Public halves of all keys of the agent, certificates included, in its order. Rejects if no agent answers. */
export async function listAgentKeys(socket: string, signal: AbortSignal): Promise<readonly Buffer[]> {
  const before = silent.get(socket);
  if (before) throw before;
  const [type, body] = await request(socket, Buffer.from([listRequest]), listSeconds, signal);
  if (type !== listAnswer) throw new Error('its answer is not a list of keys');
  const fields = new Fields(body);
  return Array.from({ length: Math.min(fields.number(), 10_000) }, () => {
    const blob = fields.bytes();
    fields.bytes(); // its comment
    return blob;
  });
}

/** The bare signature of `data` by the key with that public half; the agent may ask a person to confirm it first. */
export async function signByAgent(
  socket: string,
  blob: Buffer,
  data: Buffer,
  hash: string | undefined,
  signal: AbortSignal,
): Promise<Buffer> {
  const flags = Buffer.alloc(4);
  flags.writeUInt32BE(rsaFlags[hash ?? ''] ?? 0);
  const message = Buffer.concat([Buffer.from([signRequest]), field(blob), field(data), flags]);
  const [type, body] = await request(socket, message, signSeconds, signal);
  if (type !== signAnswer) throw new Error('it declined');
  const signature = new Fields(new Fields(body).bytes());
  signature.bytes(); // the algorithm
  return signature.bytes();
}

/** Sends one request over its own connection; resolves to type and body of the answer. */
function request(
  path: string,
  message: Buffer,
  seconds: number,
  signal: AbortSignal,
): Promise<readonly [type: number, body: Buffer]> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let heard = Buffer.alloc(0);
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      listenNoMore();
      socket.destroy();
      if (error) reject(error);
    };
    const timer = setTimeout(() => {
      const late = new Error(`it did not answer within ${seconds} s`);
      if (message[0] === listRequest) silent.set(path, late);
      finish(late);
    }, seconds * 1000);
    const listenNoMore = whenAborted(signal, () => {
      finish(signal.reason as Error);
    });
    socket.on('error', finish);
    socket.on('close', () => {
      finish(new Error('it closed the connection'));
    });
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      if (heard.length < 5) return;
      const length = heard.readUInt32BE();
      if (length < 1 || length > longestAnswer) finish(new Error('its answer is not valid'));
      else if (heard.length >= 4 + length) {
        resolve([heard.readUInt8(4), heard.subarray(5, 4 + length)]);
        finish();
      }
    });
    socket.write(field(message));
  });
}

function field(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads the fields of a message in turn. Throws RangeError if it ends too early. */
class Fields {
  #at = 0;

  constructor(readonly data: Buffer) {}

  number(): number {
    this.#at += 4;
    return this.data.readUInt32BE(this.#at - 4);
  }

  bytes(): Buffer {
    const length = this.number();
    if (this.#at + length > this.data.length) throw new RangeError('the answer is truncated');
    this.#at += length;
    return this.data.subarray(this.#at - length, this.#at);
  }
}
