// One download for all requests for the same file: each reads the file while it grows.
import { EventEmitter, once } from 'node:events';
import { open, type FileHandle } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import type { Incoming } from './package-store.js';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Asks the origin, or the proxy in front of it; resolves to the answer as soon as its headers have arrived. */
export function askOrigin(
  url: URL,
  headers: Readonly<Record<string, string>>,
  upstreamProxy?: string,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = upstreamProxy
      ? request(upstreamProxy, { agent, path: url.href, headers: { ...headers, host: url.host } })
      : request(url, { agent, headers });
    asked.setTimeout(20_000, () => asked.destroy(new Error(`${url.host}: no data for 20 s`)));
    asked.on('response', resolve);
    asked.on('error', reject);
    asked.end();
  });
}

/** A file on its way from the origin into the store. */
export class Download {
  readonly #progress = new EventEmitter().setMaxListeners(0);
  #written = 0;
  #end: 'whole' | Error | undefined;
  /** Settles when the file is stored or given up. Never rejects. */
  readonly finished: Promise<void>;

  constructor(
    readonly size: number | undefined,
    readonly modified: Date | undefined,
    body: IncomingMessage,
    readonly incoming: Incoming,
  ) {
    this.finished = this.#receive(body);
  }

  /** The growing file, opened; undefined if the download is already over. The caller closes it. */
  async join(): Promise<FileHandle | undefined> {
    return open(this.incoming.path).catch(() => undefined);
  }

  /** The bytes from the first to the last, as they arrive. Throws if the download breaks off. */
  async *follow(handle: FileHandle): AsyncGenerator<Uint8Array> {
    const buffer = Buffer.alloc(256 * 1024);
    let position = 0;
    for (;;) {
      if (position < this.#written) {
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
        position += bytesRead;
        yield Buffer.from(buffer.subarray(0, bytesRead));
      } else if (this.#end === 'whole') return;
      else if (this.#end) throw this.#end;
      else await once(this.#progress, 'more');
    }
  }

  async #receive(body: IncomingMessage): Promise<void> {
    try {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        await this.incoming.write(chunk);
        this.#written += chunk.length;
        this.#progress.emit('more');
      }
      if (this.size !== undefined && this.#written !== this.size)
        throw new Error(`got ${this.#written} of ${this.size} bytes`);
      await this.incoming.keep(this.modified);
      this.#end = 'whole';
    } catch (error) {
      this.#end = error as Error;
      await this.incoming.discard();
    }
    this.#progress.emit('more');
  }
}
