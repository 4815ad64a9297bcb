// After a change that may keep the operator out: a new connection must get in, or the change is undone.
import type { Host } from '../model/fleet.js';
import type { Confirmation } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { EngineOptions } from '../plan/engine-options.js';
import { openHost } from '../plan/open-host.js';
import type { Session } from '../wire/session.js';

/** Less than the switch on the host waits, so that it is undone here, where it can be told. */
const wayInSeconds = 20;
const scriptSeconds = 15;

/** What the step needs beside its script, if it may keep the operator out. */
export function confirmationOf({ declared: { resource }, changes }: PlannedStep): Confirmation | undefined {
  return resource.type.confirm?.(resource.want, changes);
}

/**
 * Logs in anew, with the same settings, and disarms the switches that the steps armed. Throws E_LOCKED_OUT once the old
 * state is back, or where the host has to see to that itself.
 */
export async function proveWayIn(
  session: Session,
  host: Host,
  steps: readonly PlannedStep[],
  options: EngineOptions,
): Promise<void> {
  const armed = steps.flatMap((step) => confirmationOf(step) ?? []);
  if (armed.length === 0) return;
  try {
    await confirm(
      host,
      armed.map((one) => one.confirm),
      options,
    );
  } catch (error) {
    const names = steps.filter((step) => confirmationOf(step)).map(({ resource }) => resource);
    throw await undone(
      session,
      host,
      armed.map((one) => one.undo),
      names.join(', '),
      options,
      error,
    );
  }
}

async function confirm(host: Host, scripts: readonly Script[], options: EngineOptions): Promise<void> {
  const abort = AbortSignal.any([options.abort, AbortSignal.timeout(wayInSeconds * 1000)]);
  const fresh = await openHost(host, { connect: options.connect, listener: () => undefined, abort });
  try {
    await all(fresh, host, scripts, abort);
  } finally {
    await fresh.close();
  }
}

async function undone(
  session: Session,
  host: Host,
  scripts: readonly Script[],
  names: string,
  { abort }: EngineOptions,
  cause: unknown,
): Promise<TrueupError> {
  const why = cause instanceof Error ? cause.message : String(cause);
  const head = `${host.name}: after the change of ${names} no new connection gets in`;
  const hint = 'who may log in, and from where? look at base.operators and at what changed';
  const details = { host: host.name, hint, output: why, cause };
  try {
    await all(session, host, scripts, abort);
    return new TrueupError('E_LOCKED_OUT', `${head}; the old state is back`, details);
  } catch {
    return new TrueupError(
      'E_LOCKED_OUT',
      `${head}; the host brings the old state back within 30 s`,
      details,
    );
  }
}

async function all(
  session: Session,
  host: Host,
  scripts: readonly Script[],
  signal: AbortSignal,
): Promise<void> {
  const answers = await session.run(scripts, {
    onFailure: 'go on',
    secondsFor: () => scriptSeconds,
    signal,
  });
  const bad = answers.find(({ status }) => status !== 0);
  if (bad) throw new TrueupError('E_APPLY', `${host.name}: ${bad.stderr.trim()}`, { host: host.name });
}
