// A remote process over ssh2 as the model's Channel.
import type { ClientChannel } from 'ssh2';
import type { Channel } from '../../model/transport.js';
import { exitOf } from '../../channel/exit-status.js';
import { relayed } from '../../channel/relayed-process.js';

/** A channel, and what its connection calls when it ends. */
export interface Ssh2Channel extends Channel {
  connectionEnded(): void;
}

/** Wraps a channel of ssh2; `whyLost` returns why the connection ended, if that is known. */
export function ssh2Channel(inner: ClientChannel, whyLost: () => string | undefined): Ssh2Channel {
  const streams = { stdin: inner, stdout: inner, stderr: inner.stderr };
  const { channel, end, destroy } = relayed(streams, whyLost);
  inner.on('exit', (code: number | null, signal?: string) => {
    end.exited(exitOf(code, signal));
  });
  inner.on('close', () => {
    end.over();
  });
  return {
    ...channel,
    destroy() {
      destroy();
      inner.close();
    },
    connectionEnded() {
      end.over();
    },
  };
}
