// A remote process's end, told when all that it said before has been heard.
import type { Channel } from '../model/transport.js';

// A child that outlives the command may hold the streams open: that doesn't delay the news for longer.
const mostMilliseconds = 2000;

/** How the channel ended; its listeners have everything by then. Never rejects. To be called while it is open. */
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
  // Of a lost connection nothing more comes.
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
