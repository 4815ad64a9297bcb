// A process's streams behind our own streams, together with its end.
import type { Readable, Writable } from 'node:stream';
import type { Channel } from '../model/transport.js';
import { ChannelEnd } from './channel-end.js';
import { relayFrom, relayTo } from './relay-streams.js';

interface Streams {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
}

/** The parts of a Channel, and the end of its process, which the owner reports. */
export interface Relayed {
  readonly channel: Pick<Channel, 'stdin' | 'stdout' | 'stderr' | 'closed'>;
  readonly end: ChannelEnd;
  /** Ends it from this side. */
  readonly destroy: () => void;
}

/** `whyLost` returns why the connection ended without an exit status, if that is known. */
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
