// One request through the virtual IP.
import { request, type Agent, type RequestOptions } from 'node:https';

/** A visitor gives up after that. */
const timeoutMs = 10_000;

/** Where the site is, and what proves that it is. */
export interface Door {
  readonly address: string;
  readonly port: number;
  readonly name: string;
  readonly authority: string;
}

export interface Wish {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent with POST. */
  readonly form?: string;
  /** Keeps connections; without one, each request has a connection and a TLS handshake of its own. */
  readonly pool?: Agent;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Why there was no whole answer. */
export class NoReply extends Error {
  constructor(
    readonly kind: string,
    /** The connection had served a request before, and not a byte came: it may be sent again. */
    readonly stale: boolean,
  ) {
    super(kind);
  }
}

/** Rejects with NoReply where no whole answer comes. */
export function ask(door: Door, { path, headers, form, pool }: Wish): Promise<Reply> {
  const options: RequestOptions = {
    host: door.address,
    port: door.port,
    servername: door.name,
    ca: door.authority,
    agent: pool ?? false,
    method: form === undefined ? 'GET' : 'POST',
    path,
    headers: {
      Host: door.name,
      ...headers,
      ...(form !== undefined && {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(form),
      }),
    },
  };
  return new Promise((resolve, reject) => {
    let begun = false;
    const sent = request(options, (response) => {
      begun = true;
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', () => {
        fail('cut');
      });
      response.on('end', () => {
        clearTimeout(timer);
        const { statusCode = 0, headers: given } = response;
        resolve({ status: statusCode, headers: given, body: Buffer.concat(parts).toString() });
      });
    });
    const fail = (kind: string): void => {
      clearTimeout(timer);
      reject(new NoReply(kind, sent.reusedSocket && !begun && kind === 'ECONNRESET'));
    };
    const timer = setTimeout(() => {
      fail('no answer');
      sent.destroy();
    }, timeoutMs);
    sent.on('error', (error: NodeJS.ErrnoException) => {
      fail(begun ? 'cut' : (error.code ?? error.message));
    });
    sent.end(form);
  });
}
