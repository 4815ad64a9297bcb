// Reads the records that runs left on many hosts.
import { limitForks } from './limit-forks.js';
import type { Host } from '../model/fleet.js';
import type { RunRecord } from '../model/record.js';
import { TrueupError } from '../model/trueup-error.js';
import { readRecords } from '../undo/history/read-records.js';
import { recordsQuestion } from '../undo/history/ask-records.js';
import type { Session } from '../wire/session.js';
import type { EngineOptions } from './engine-options.js';
import { openHost } from './open-host.js';

/** By host, in the order given. Throws if the records of any host can't be read, and names all such hosts. */
export async function recordsOfHosts(
  hosts: readonly Host[],
  options: EngineOptions,
): Promise<ReadonlyMap<string, readonly RunRecord[]>> {
  const limit = limitForks(options);
  const asked = await Promise.allSettled(
    hosts.map((host) =>
      limit(async () => {
        const session = await openHost(host, options);
        try {
          return await recordsOn(session, host.name, options.abort);
        } finally {
          await session.close();
        }
      }),
    ),
  );
  const failed = hosts.filter((_, at) => asked[at]?.status === 'rejected').map(({ name }) => name);
  return new Map(
    asked.map((one, at) => {
      if (one.status === 'rejected') throw withOthers(one.reason, failed, hosts.length);
      return [hosts[at]?.name ?? '', one.value];
    }),
  );
}

/** The error of the first host. If others failed, or others can be rolled back without it, the hint says so as well. */
function withOthers(error: unknown, failed: readonly string[], hosts: number): unknown {
  if (!(error instanceof TrueupError) || error.code === 'E_INTERRUPTED') return error;
  const [, ...others] = failed;
  const hints: string[] = [];
  if (others.length > 0) hints.push(`The records of ${others.join(', ')} could not be read either.`);
  if (failed.length < hosts)
    hints.push(`To continue with the other hosts only, add --limit '${['all', ...failed].join(':!')}'.`);
  return hints.length > 0 ? error.withHint(hints.join(' ')) : error;
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
