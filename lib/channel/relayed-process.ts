// A process's streams behind streams of our own, with its end.
import type { Readable, Writable } from 'node:stream';
import type { Channel } from '../model/transport.js';
import { ChannelEnd } from './channel-end.js';
import { relayFrom, relayTo } from './relay-streams.js';

interface Streams {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** What a Channel consists of, and what its owner tells of the process. */
export interface Relayed {
  readonly channel: Pick<Channel, 'stdin' | 'stdout' | 'stderr' | 'closed'>;
  readonly end: ChannelEnd;
  /** Ends it from this side. */
  readonly destroy: () => void;
}

/** `whyLost` gives the last words of a connection that ends without an exit status. */
export function relayed(inner: Streams, whyLost: () => string | undefined): Relayed {
  const stdout = relayFrom(inner.stdout);
  const stderr = relayFrom(inner.stderr);
  const stdin = relayTo(inner.stdin);
  const end = new ChannelEnd(stdin, whyLost);
  return {
    channel: { stdin, stdout, stderr, closed: end.closed },
    end,
    destroy: () => {
      end.destroyed(stdout, stderr);
    },
  };
}
