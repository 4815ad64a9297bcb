// The open channels of a transport: each is closed when its signal aborts, all of them with the transport.
import type { Channel } from '../model/transport.js';
import { whenAborted } from '../model/when-aborted.js';

/** Holds each channel until it is closed. */
export class OpenChannels<One extends Channel = Channel> {
  readonly #open = new Set<One>();

  /** Returns the same channel, which the signal destroys from now on. */
  add(channel: One, signal: AbortSignal): One {
    this.#open.add(channel);
    const listenNoMore = whenAborted(signal, () => {
      channel.destroy();
    });
    void channel.closed.then(() => {
      listenNoMore();
      this.#open.delete(channel);
    });
    return channel;
  }

  [Symbol.iterator](): Iterator<One> {
    return [...this.#open].values();
  }

  /** Destroys all; settles when they are closed. */
  async destroy(): Promise<void> {
    const channels = [...this.#open];
    for (const channel of channels) channel.destroy();
    await Promise.all(channels.map(({ closed }) => closed));
  }
}
