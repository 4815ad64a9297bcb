// Runs the parts of a rollback on a host, one after another; a part that fails doesn't stop the others.
import type { HostCounts } from '../model/event.js';
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { troubleOf } from '../engine/error-outcome.js';
import type { PartBack } from '../undo/rollback/rollback-script.js';
import type { Session } from '../wire/session.js';

/** Seconds that a part may take: a service may be slow to come up. */
const partSeconds = 8000;

/** Incremented as parts end. */
export type RollbackCounts = { -readonly [Key in 'changed' | 'failed']: HostCounts[Key] };

/** Returns E_APPLY if a part failed, once all were tried; E_INTERRUPTED if it was stopped before the last part. */
export async function applyRollback(
  session: Session,
  host: string,
  parts: readonly PartBack[],
  { listener, stop, abort }: EngineOptions,
  counts: RollbackCounts,
): Promise<TrueupError | undefined> {
  let started = performance.now();
  let failed: TrueupError | undefined;
  const about = (at: number) => {
    const { resource = '', role = '', what = '' } = parts[at] ?? {};
    return { host, role, resource, changes: [{ verb: 'run', key: 'rollback', what } as const] };
  };
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  const stoppedBefore = (at: number): TrueupError =>
    new TrueupError('E_INTERRUPTED', `${host}: stopped before ${about(at).resource}`, { host });
  if (stop.aborted && parts.length > 0) return stoppedBefore(0);
  const listenNoMore = whenAborted(stop, () => {
    session.stop();
  });
  try {
    const answers = await session.run(
      parts.map(({ script }) => script),
      {
        onFailure: 'go on',
        secondsFor: () => partSeconds,
        secondsAlone: partSeconds,
        nameOf: (at) => about(at).resource,
        signal: abort,
        onBegin: (at) => {
          started = performance.now();
          listener({ type: 'step.started', ...about(at) });
        },
        onNotice: (at, on) => {
          const { role, resource } = about(at);
          listener({ type: 'step.waiting', host, role, resource, on });
        },
        onAnswer: (at, { status, stdout, stderr }) => {
          if (status === 0) {
            counts.changed += 1;
            listener({ type: 'step.done', ...about(at), seconds: seconds() });
            return;
          }
          counts.failed += 1;
          const output = `${stdout}\n${stderr}`.trim();
          const message = `${host}: rollback of ${about(at).resource} failed with status ${status}`;
          const error = new TrueupError('E_APPLY', message, { host, output });
          failed ??= error;
          listener({ type: 'step.failed', ...about(at), seconds: seconds(), trouble: troubleOf(error) });
        },
      },
    );
    if (failed || answers.length === parts.length) return failed;
    return stoppedBefore(answers.length);
  } finally {
    listenNoMore();
  }
}
