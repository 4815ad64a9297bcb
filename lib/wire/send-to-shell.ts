// The uplink to a host's shell, in pieces that its supervisor understands: text, bytes and heartbeats.
import type { Writable } from 'node:stream';
import type { Script } from '../model/script.js';
import { headBytes, silenceSeconds, words } from './supervisor.js';

/** Small enough that a piece gets through within `silenceSeconds` on any usable link. */
const pieceBytes = 128 * 1024;

/** A link slower than this many bytes a second counts as broken. */
const slowest = 20_000;

/** The longest that the scripts may take to reach the host. */
export function secondsToSend(scripts: readonly Script[]): number {
  return scripts.reduce((sum, { text }) => sum + text.length, 0) / slowest;
}

/** Everything that goes to the host after the supervisor itself. */
export class Uplink {
  readonly #beat: NodeJS.Timeout;
  #alone = 0;

  constructor(private readonly stdin: Writable) {
    this.#beat = setInterval(
      () => {
        this.#head(words.beat);
      },
      (silenceSeconds / 4) * 1000,
    );
    this.#beat.unref();
  }

  /** Sends what the shell is to read. Returns false if the caller must wait for `drain` before it sends more. */
  send(data: string | Uint8Array): boolean {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    let room = true;
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      const piece = bytes.subarray(at, at + pieceBytes);
      this.#head(`${piece.length} ${this.#alone}`);
      room = this.stdin.write(piece);
    }
    return room;
  }

  /** How long a snippet that is sent from now on may continue once the connection is lost. */
  allow(seconds: number): void {
    this.#alone = Math.min(Math.ceil(seconds), 99_999);
  }

  /** Lets the running snippet end, and none begin after it. */
  finish(): void {
    this.#head(words.finish);
  }

  /** Stops everything: what is running is asked to end, and killed if it doesn't. */
  end(): void {
    this.#head(words.end);
    this.close();
  }

  /** Stops the heartbeats, and ends the stream. */
  close(): void {
    clearInterval(this.#beat);
    this.stdin.end();
  }

  #head(words: string): void {
    if (this.stdin.writable) this.stdin.write(`${words.padEnd(headBytes - 1)}\n`);
  }
}

/** The same bytes in fewer pieces: each costs the host four processes. */
export async function* inPieces(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    held.push(chunk);
    size += chunk.length;
    if (size < pieceBytes) continue;
    yield Buffer.concat(held, size);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held, size);
}
