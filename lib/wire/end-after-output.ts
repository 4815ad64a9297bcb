// The end of a remote process, reported once all of its earlier output has arrived.
import type { Channel } from '../model/transport.js';

// A child that outlives the command may keep the streams open; it delays the report no longer than this.
const mostMilliseconds = 2000;

/** How the channel ended, once its listeners have all the output. Never rejects. Call it while the channel is open. */
export async function afterLastWords(channel: Channel): Promise<Awaited<Channel['closed']>> {
  const heard = Promise.all(
    [channel.stdout, channel.stderr].map(
      (stream) =>
        new Promise((resolve) => {
          for (const event of ['end', 'error', 'close']) stream.once(event, resolve);
        }),
    ),
  );
  const end = await channel.closed;
  // Nothing more arrives over a lost connection.
  if (end.status === null) return end;
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    heard,
    new Promise((resolve) => {
      timer = setTimeout(resolve, mostMilliseconds);
    }),
  ]);
  clearTimeout(timer);
  return end;
}
