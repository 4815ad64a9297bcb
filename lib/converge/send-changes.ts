// Applies changes to a host: each in order, in one batch, stopping at the first failure.
import { join } from '../shell/sh.js';
import type { Host } from '../model/fleet.js';
import type { Answer, Script } from '../model/script.js';
import type { Resource } from '../model/resource.js';
import { TrueupError } from '../model/trueup-error.js';
import { whenAborted } from '../model/when-aborted.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { stalePlanStatus } from '../plan/plan-digest.js';
import { forget } from '../undo/ledger/forget-entry.js';
import { enterIntoLedger } from '../undo/ledger/ledger.js';
import type { Tally } from '../engine/resource-counts.js';
import { adviceFor } from '../plan/failure-advice.js';
import { troubleOf } from '../engine/error-outcome.js';
import type { Session } from '../wire/session.js';
import { stalePlan } from './enforce-saved-plan.js';

const defaultApplySeconds = 120;

export interface Applying {
  /** The host's resources that watch others. */
  readonly watchers: readonly Resource[];
  readonly tally: Tally;
  readonly options: EngineOptions;
  /** Wraps the step's script in its record. */
  readonly record?: (step: PlannedStep, script: Script) => Script;
  /** Runs in the same script before the first change, and may refuse it. */
  readonly guard?: Script;
}

/**
 * Applies the steps. Throws E_APPLY for the first that fails, E_STALE_PLAN if the guard refuses, E_TIMEOUT,
 * E_INTERRUPTED if it was stopped before the last.
 */
export async function applyChanges(
  session: Session,
  host: Host,
  steps: readonly PlannedStep[],
  { watchers, tally, options, guard, record = (_, script) => script }: Applying,
): Promise<void> {
  const { listener } = options;
  let started = performance.now();
  let running = 0;
  const about = (
    at: number,
  ): { host: string; role: string; resource: string; changes: PlannedStep['changes'] } => {
    const { role = '', resource = '', changes = [] } = steps[at] ?? {};
    return { host: host.name, role, resource, changes };
  };
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  const failed = (at: number, error: TrueupError): void => {
    tally.failed(about(at).resource);
    listener({ type: 'step.failed', ...about(at), seconds: seconds(), trouble: troubleOf(error) });
  };
  const stoppedBefore = (at: number): TrueupError =>
    new TrueupError('E_INTERRUPTED', `${host.name}: stopped before ${about(at).resource}`, {
      host: host.name,
    });
  if (options.stop.aborted && steps.length > 0) throw stoppedBefore(0);
  const listenNoMore = whenAborted(options.stop, () => {
    session.stop();
  });
  const secondsFor = (at: number): number => {
    const { type, want } = steps[at]?.declared.resource ?? {};
    const seconds = type?.schedule?.seconds ?? defaultApplySeconds;
    return typeof seconds === 'number' ? seconds : seconds(want);
  };
  let failure: TrueupError | undefined;
  try {
    const answers = await session.run(
      steps.map((step, at) =>
        join([...(guard && at === 0 ? [guard] : []), record(step, scriptOf(step, watchers))]),
      ),
      {
        onFailure: 'stop',
        signal: options.abort,
        secondsFor,
        secondsAlone: Math.max(...steps.map((_, at) => secondsFor(at))),
        nameOf: (at) => about(at).resource,
        onBegin: (at) => {
          running = at;
          started = performance.now();
          listener({ type: 'step.started', ...about(at) });
        },
        onNotice: (at, on) => {
          const { role, resource } = about(at);
          listener({ type: 'step.waiting', host: host.name, role, resource, on });
        },
        onAnswer: (at, answer) => {
          if (answer.status === 0) {
            tally.changed(about(at).resource);
            listener({ type: 'step.done', ...about(at), seconds: seconds() });
          } else {
            const isStale = guard !== undefined && at === 0 && answer.status === stalePlanStatus;
            failure = isStale
              ? stalePlan(host.name, answer.stderr.trim())
              : refused(host.name, about(at).resource, answer);
            failed(at, failure);
          }
        },
      },
    );
    if (failure) throw failure;
    if (answers.length < steps.length) throw stoppedBefore(answers.length);
  } catch (error) {
    if (error instanceof TrueupError && error.code === 'E_TIMEOUT') {
      const late = new TrueupError('E_TIMEOUT', `${host.name}: ${about(running).resource} timed out`, {
        host: host.name,
        hint: 'Trueup told the host to stop this step. Find out why the step hangs (a lock, a full disk, a prompt), then run again.',
        ...(error.output === undefined ? {} : { output: error.output }),
      });
      failed(running, late);
      throw late;
    }
    throw error;
  } finally {
    listenNoMore();
  }
}

/** The `before` scripts of the resource's watchers run first, so that a run that dies in between leaves a trace. */
function scriptOf({ declared, role, have, changes }: PlannedStep, watchers: readonly Resource[]): Script {
  const { resource } = declared;
  const warnings = watchers
    .filter(({ type, want }) => type.watch?.on(want).some((watched) => watched.id === resource.id))
    .flatMap(({ type, want }) => type.watch?.before?.(want) ?? []);
  const enter = enterIntoLedger(resource, role, changes, warnings);
  const dropped = forget(resource.type.undo?.drops?.(resource.want, have) ?? []);
  return join([...warnings, enter, resource.type.apply(resource.want, have, changes), dropped]);
}

function refused(host: string, resource: string, { status, stdout, stderr }: Answer): TrueupError {
  const output = [stdout, stderr]
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .join('\n');
  const hint = adviceFor(output);
  return new TrueupError('E_APPLY', `${host}: ${resource} failed with status ${status}`, {
    host,
    output,
    ...(hint === undefined ? {} : { hint }),
  });
}
