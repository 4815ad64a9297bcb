// A client with many connections that it doesn't use, from an address that no visitor has.
import { connect as connectPlain } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { theLab } from '../../../lib/lab/settings/lab-settings.js';
import { runProgram } from '../../../lib/lab/programs/run-program.js';
import type { Door } from './request.js';

/** What each connection says: nothing after a whole request, or a request head that never ends. */
export type Manner = 'idle' | 'slow';

const address = theLab.gateway.replace(/\d+$/, '250');
const words = ['-4', 'addr'] as const;

export class Crowd {
  readonly #sockets: TLSSocket[] = [];
  readonly #began = performance.now();
  #timer: NodeJS.Timeout | undefined;
  readonly #ends: number[] = [];
  #served = 0;

  /** It comes at once. */
  static async come(door: Door, count: number, manner: Manner): Promise<Crowd> {
    await runProgram('ip', [...words, 'replace', `${address}/32`, 'dev', theLab.bridge]);
    return new Crowd(door, count, manner);
  }

  private constructor(
    door: Door,
    readonly count: number,
    manner: Manner,
  ) {
    for (let at = 0; at < count; at += 1) this.#join(door, manner);
    if (manner === 'slow')
      this.#timer = setInterval(() => {
        for (const socket of this.#sockets) if (socket.writable) socket.write('X-Slow: 1\r\n');
      }, 1000);
  }

  /** How they fared. */
  get account(): string {
    const ended = this.#ends.length;
    const [first] = this.#ends;
    const since = first === undefined ? '' : `, the first after ${(first / 1000).toFixed(1)} s`;
    return `${this.#served} of ${this.count} got a connection; ${ended} were closed${since}`;
  }

  async leave(): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    await runProgram('ip', [...words, 'del', `${address}/32`, 'dev', theLab.bridge]);
  }

  #join(door: Door, manner: Manner): void {
    const end = manner === 'idle' ? '\r\n\r\n' : '\r\n';
    const wire = connectPlain({ host: door.address, port: door.port, localAddress: address });
    const socket = connect({ socket: wire, servername: door.name, ca: door.authority }, () => {
      this.#served += 1;
      socket.write(`GET /robots.txt HTTP/1.1\r\nHost: ${door.name}${end}`);
    });
    wire.on('error', () => socket.destroy());
    socket.resume();
    socket.on('error', () => undefined);
    socket.once('close', () => this.#ends.push(performance.now() - this.#began));
    this.#sockets.push(socket);
  }
}
