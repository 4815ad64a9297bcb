// From a connection to a channel with the right user's shell behind it.
import type { Host } from '../model/fleet.js';
import type { Channel, Transport } from '../model/transport.js';
import { whenAborted } from '../model/when-aborted.js';
import { answerSudo } from './answer-sudo-prompt.js';
import type { ShellCommand } from './remote-shell-command.js';

/** Until this returns, the signal destroys the channel; later a session ends the shell first. `seconds`: for sudo. */
export async function openChannel(
  host: Host,
  transport: Transport,
  command: ShellCommand,
  seconds: number,
  signal: AbortSignal,
): Promise<Channel> {
  const opening = new AbortController();
  if (signal.aborted) opening.abort(signal.reason);
  const listenNoMore = whenAborted(signal, () => {
    opening.abort(signal.reason);
  });
  try {
    const channel = await transport.open(command.text, opening.signal);
    const { becomePassword } = host.connection;
    if (command.ready === undefined || !becomePassword) return channel;
    try {
      await answerSudo(host.name, channel, command, becomePassword, seconds);
    } catch (error) {
      channel.destroy();
      throw error;
    }
    return channel;
  } finally {
    listenNoMore();
  }
}
