// One script on any host of the fleet, over a connection of its own.
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { openHost } from '../plan/open-host.js';
import type { HostRun } from './host-run.js';

/** Whatever its status. Throws what keeps it from being asked. */
export async function askOn(
  { options, shop }: Pick<HostRun, 'options' | 'shop'>,
  on: string,
  script: Script,
  seconds: number,
): Promise<Answer> {
  const session = await openHost(shop.fleet.host(on), { ...options, listener: () => undefined });
  try {
    const [answer] = await session.run([script], {
      onFailure: 'go on',
      secondsFor: () => seconds,
      signal: options.abort,
    });
    if (answer) return answer;
    throw new TrueupError('E_PROTOCOL', `${on} gave no answer`, { host: on });
  } finally {
    await session.close();
  }
}
