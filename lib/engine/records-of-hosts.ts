// What runs left on many hosts.
import { limitForks } from './limit-forks.js';
import type { Host } from '../model/fleet.js';
import type { RunRecord } from '../model/record.js';
import { TrueupError } from '../model/trueup-error.js';
import { readRecords } from '../undo/history/read-records.js';
import { recordsQuestion } from '../undo/history/ask-records.js';
import type { Session } from '../wire/session.js';
import type { EngineOptions } from './engine-options.js';
import { openHost } from './open-host.js';

/** By host, in the order given. Throws for the first host that can't be asked: half a picture is none. */
export async function recordsOfHosts(
  hosts: readonly Host[],
  options: EngineOptions,
): Promise<ReadonlyMap<string, readonly RunRecord[]>> {
  const limit = limitForks(options);
  const found = await Promise.all(
    hosts.map((host) =>
      limit(async () => {
        const session = await openHost(host, options);
        try {
          return [host.name, await recordsOn(session, host.name, options.abort)] as const;
        } finally {
          await session.close();
        }
      }),
    ),
  );
  return new Map(found);
}

/** Oldest first. Throws E_UNREADABLE. */
export async function recordsOn(
  session: Session,
  host: string,
  signal: AbortSignal,
): Promise<readonly RunRecord[]> {
  const [answer] = await session.run([recordsQuestion()], {
    onFailure: 'go on',
    secondsFor: () => 60,
    signal,
  });
  if (answer) return readRecords(host, answer);
  throw new TrueupError('E_PROTOCOL', `${host} did not answer`, { host });
}
