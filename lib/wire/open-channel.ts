// Opens the channel that a session lives on, and gets past sudo.
import type { Host } from '../model/fleet.js';
import type { Channel, Transport } from '../model/transport.js';
import { answerSudo } from './become.js';
import type { ShellCommand } from './shell-command.js';

/** Up to here the signal destroys the channel; afterwards the session says goodbye first. */
export async function openChannel(
  host: Host,
  transport: Transport,
  command: ShellCommand,
  signal: AbortSignal,
): Promise<Channel> {
  const opening = new AbortController();
  const abort = (): void => {
    opening.abort(signal.reason);
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    const channel = await transport.open(command.text, opening.signal);
    const { become, becomePassword } = host.connection;
    if (!become || !becomePassword) return channel;
    try {
      await answerSudo(host.name, channel, command, becomePassword);
    } catch (error) {
      channel.destroy();
      throw error;
    }
    return channel;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
