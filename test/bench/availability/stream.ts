// One connection on which the site keeps talking: is it cut?
import { connect, type TLSSocket } from 'node:tls';
import type { Door } from './request.js';

export class Stream {
  readonly #began = performance.now();
  #last = performance.now();
  #cutAfter: number | undefined;

  /** Resolves when the site has begun to talk. */
  static open(door: Door, what: 'download' | 'socket'): Promise<Stream> {
    const upgrade = what === 'socket' ? 'Connection: Upgrade\r\nUpgrade: websocket\r\n' : '';
    return new Promise((resolve, reject) => {
      const options = { host: door.address, port: door.port, servername: door.name, ca: door.authority };
      const socket = connect(options, () => {
        socket.write(`GET /-/${what} HTTP/1.1\r\nHost: ${door.name}\r\n${upgrade}\r\n`);
      });
      socket.on('error', reject);
      socket.once('data', (head: Buffer) => {
        const [line = ''] = head.toString().split('\r\n');
        if (/ (200|101) /.test(line)) resolve(new Stream(what, socket));
        else reject(new Error(`the ${what} does not begin: ${line}`));
      });
    });
  }

  private constructor(
    readonly what: string,
    readonly socket: TLSSocket,
  ) {
    socket.on('data', () => (this.#last = performance.now()));
    socket.once('close', () => (this.#cutAfter = performance.now() - this.#began));
  }

  /** What became of it. */
  get account(): string {
    const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
    if (this.#cutAfter !== undefined) return `the ${this.what} was cut after ${seconds(this.#cutAfter)}`;
    const silent = performance.now() - this.#last;
    if (silent > 2000) return `the ${this.what} received no data for the last ${seconds(silent)}`;
    return `the ${this.what} kept receiving data for ${seconds(performance.now() - this.#began)}`;
  }

  close(): void {
    this.socket.destroy();
  }
}
