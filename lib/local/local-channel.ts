// A process on this machine as the model's Channel.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Channel } from '../model/transport.js';
import { exitOf } from '../channel/exit-status.js';
import { relayed } from '../channel/relayed-process.js';

/**
 * When destroyed, the process only loses its streams, like a command under sshd whose connection is gone: a session's
 * supervisor notices, and ends what runs in an orderly way, which a signal from here would cut short.
 */
export function localChannel(child: ChildProcessWithoutNullStreams): Channel {
  const { channel, end, destroy } = relayed(child, () => undefined);
  child.on('error', () => {
    end.over();
  });
  child.on('exit', (code, signal) => {
    end.exited(exitOf(code, signal));
  });
  child.on('close', () => {
    end.over();
  });
  return {
    ...channel,
    destroy() {
      destroy();
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
      // It may run for a while, but must not keep this process alive.
      child.unref();
    },
  };
}
