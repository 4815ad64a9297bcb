// A process on this machine as the model's Channel.
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Channel } from '../model/transport.js';
import { exitOf } from '../channel/exit-status.js';
import { relayed } from '../channel/relayed-process.js';

/**
 * Destroyed, it is left without its streams, as sshd leaves a command whose connection is gone: the supervisor of a
 * session notices, and ends what runs in its own good order, which a signal from here would cut short.
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
