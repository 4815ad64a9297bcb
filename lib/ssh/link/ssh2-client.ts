// A logged-in ssh2 client together with the byte stream under it.
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';

const closeTimeoutMilliseconds = 500;

/** One SSH connection that can always be ended. */
export class Link {
  #closed = false;

  constructor(
    readonly client: Client,
    readonly stream: Duplex,
  ) {
    client.once('close', () => {
      this.#closed = true;
    });
    // Also passed to other listeners; without any listener an error would end the program.
    client.on('error', () => undefined);
    stream.on('error', () => undefined);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Disconnects; if the server doesn't respond, closes the stream. */
  async end(): Promise<void> {
    if (this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, closeTimeoutMilliseconds);
      this.client.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      this.client.end();
    });
    // ssh2's own destroy() does nothing to a stream that was ended but not closed.
    this.stream.destroy();
  }
}
