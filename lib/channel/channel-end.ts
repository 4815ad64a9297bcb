// The end of a remote process: reported once, and its streams are released.
import type { Readable, Writable } from 'node:stream';
import type { Channel } from '../model/transport.js';

export type Closed = Awaited<Channel['closed']>;

// However long a child holds the pipes open, or a slow reader takes, `closed` is delayed no longer than this.
const drainMilliseconds = 2000;

/** Settles `closed` of a channel. */
export class ChannelEnd {
  readonly closed: Promise<Closed>;
  #settle: (closed: Closed) => void = () => undefined;
  #exit: Closed | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly stdin: Writable,
    readonly whyLost: () => string | undefined,
  ) {
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** The process ended; its output may still be on the way. */
  exited(exit: Closed): void {
    this.#exit = exit;
    this.#timer = setTimeout(() => {
      this.over();
    }, drainMilliseconds);
  }

  /** Nothing more will arrive: the process has ended, or the connection is lost. */
  over(
    how: Closed = this.#exit ?? {
      status: null,
      why: this.whyLost() ?? 'the connection ended before the exit status arrived',
    },
  ): void {
    clearTimeout(this.#timer);
    this.#settle(how);
    if (this.stdin.destroyed) return;
    this.stdin.destroy(this.stdin.writableFinished ? undefined : new Error('the remote process has ended'));
  }

  /** Ended from this side. */
  destroyed(...streams: readonly Readable[]): void {
    this.over({ status: null, why: 'trueup closed the connection' });
    for (const stream of streams) stream.destroy();
  }
}
