// Runs one script on any host of the fleet, over a separate connection or over the existing session.
import type { Answer, Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import { openHost } from '../engine/open-host.js';
import type { Session } from '../wire/session.js';
import type { HostRun } from './host-run-context.js';
import type { Ask } from './check-during-run.js';

/** Returns the answer, whatever its status. A slow host gets more than `seconds`. Throws if there is no answer. */
export async function askOn(
  { options, context }: Pick<HostRun, 'options' | 'context'>,
  on: string,
  script: Script,
  seconds: number,
): Promise<Answer> {
  const session = await openHost(context.fleet.host(on), { ...options, listener: () => undefined });
  try {
    return await askIn(session, on, script, seconds, options.abort);
  } finally {
    await session.close();
  }
}

/** Queries the run's own host over its session, and every other host over a separate connection. */
export function askOver(
  run: Pick<HostRun, 'host' | 'options' | 'context'>,
  session: Pick<Session, 'run'>,
): Ask {
  return (on, script, seconds) =>
    on === run.host.name
      ? askIn(session, on, script, seconds, run.options.abort)
      : askOn(run, on, script, seconds);
}

async function askIn(
  session: Pick<Session, 'run'>,
  on: string,
  script: Script,
  seconds: number,
  signal: AbortSignal,
): Promise<Answer> {
  const [answer] = await session.run([script], { onFailure: 'go on', secondsFor: () => seconds, signal });
  if (answer) return answer;
  throw new TrueupError('E_PROTOCOL', `${on} did not answer`, { host: on });
}
