// A remote process over ssh2 as the model's Channel.
import type { ClientChannel } from 'ssh2';
import type { Channel } from '../../model/transport.js';
import { ChannelEnd } from '../../channel/channel-end.js';
import { exitOf } from '../../channel/exit-of.js';
import { relayFrom, relayTo } from '../../channel/relay.js';

/** A channel, and what its connection calls when it ends. */
export interface Ssh2Channel extends Channel {
  connectionEnded(): void;
}

/** Wraps a channel of ssh2; `whyLost` tells the connection's last words. */
export function ssh2Channel(inner: ClientChannel, whyLost: () => string | undefined): Ssh2Channel {
  const stdout = relayFrom(inner);
  const stderr = relayFrom(inner.stderr);
  const stdin = relayTo(inner);
  const end = new ChannelEnd(stdin, whyLost);
  inner.on('exit', (code: number | null, signal?: string) => {
    end.exited(exitOf(code, signal));
  });
  inner.on('close', () => {
    end.over();
  });
  return {
    stdin,
    stdout,
    stderr,
    closed: end.closed,
    destroy() {
      end.destroyed(stdout, stderr);
      inner.close();
    },
    connectionEnded() {
      end.over();
    },
  };
}
