// Runs changes that could lock the operator out: a new connection must succeed, or the changes are undone.
import type { Listener } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import { messageOf } from '../model/thrown-message.js';
import { paceOf, tooLate } from '../model/host-timeouts.js';
import type { Confirmation } from '../model/resource.js';
import type { Script } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { EngineOptions } from '../engine/engine-options.js';
import { openHost } from '../engine/open-host.js';
import { autoRevertSeconds } from '../undo/triggers/auto-revert.js';
import type { Session } from '../wire/session.js';
import { regainsAccess, hasAccess } from './try-new-connection.js';

/** A slow host gets more. Less than the switch waits, so that the undo happens here, where it can be reported. */
const wayInSeconds = 20;
const scriptSeconds = 15;

/** A change that could lock the operator out. */
export interface Risk {
  /** As the events name it. */
  readonly resource: string;
  readonly confirmation: Confirmation;
}

/** The changes of these steps that could lock the operator out. */
export function risksOf(steps: readonly PlannedStep[]): readonly Risk[] {
  return steps.flatMap((step) => {
    const confirmation = confirmationOf(step);
    return confirmation ? [{ resource: step.resource, confirmation }] : [];
  });
}

/** How the step is confirmed or undone, if applying it could lock the operator out. */
export function confirmationOf({ declared: { resource }, changes }: PlannedStep): Confirmation | undefined {
  const access = resource.type.undo?.access?.(resource.want, changes);
  return access === 'rollback' ? undefined : access;
}

/** A connection over which risky changes are made, and how they are confirmed or undone. */
interface Attempt {
  readonly session: Session;
  readonly host: Host;
  readonly confirmations: readonly Confirmation[];
  /** The changes, for messages. */
  readonly what: string;
  readonly options: EngineOptions;
}

/**
 * Calls `work`, which makes the changes, then logs in again with the same settings and disarms the switches that they
 * armed. Throws E_LOCKED_OUT if no new connection succeeds or the changes cut the connection; otherwise, what `work`
 * throws. The old state has then been restored, or the host restores it on its own.
 */
export async function confirmingAccess(
  session: Session,
  host: Host,
  risks: readonly Risk[],
  options: EngineOptions,
  work: (options: EngineOptions) => Promise<void>,
): Promise<void> {
  if (risks.length === 0) return work(options);
  // Several may share a switch.
  const confirmations = [
    ...new Map(risks.map((risk) => [risk.confirmation.confirm.text, risk.confirmation])).values(),
  ];
  const what = risks.map(({ resource }) => resource).join(', ');
  const attempt: Attempt = { session, host, confirmations, what, options };
  const started = new Set<string>();
  const listener: Listener = (event) => {
    if (event.type === 'step.started') started.add(event.resource);
    options.listener(event);
  };
  try {
    await work({ ...options, listener });
  } catch (error) {
    if (!risks.some(({ resource }) => started.has(resource))) throw error;
    throw await afterFailure(attempt, error);
  }
  try {
    await confirm(attempt);
  } catch (error) {
    throw await undone(attempt, error);
  }
}

async function confirm({ host, confirmations, options }: Attempt): Promise<void> {
  const seconds = wayInSeconds * paceOf(host.connection);
  const late = AbortSignal.timeout(seconds * 1000);
  const abort = AbortSignal.any([options.abort, late]);
  const scripts = confirmations.map((one) => one.confirm);
  try {
    const fresh = await openHost(host, { connect: options.connect, listener: () => undefined, abort });
    try {
      await all(fresh, host, scripts, abort);
    } finally {
      await fresh.close();
    }
  } catch (error) {
    if (options.abort.aborted || !late.aborted) throw error;
    throw new Error(tooLate(seconds, host.connection), { cause: error });
  }
}

/** Reverts over the old connection; if that is gone, too, the host reverts on its own. Returns the error to report. */
async function undone(attempt: Attempt, cause: unknown): Promise<TrueupError> {
  const { host, what, options } = attempt;
  if (options.abort.aborted) {
    const message = `${host.name}: interrupted before a new connection could confirm the change to ${what}; the host will revert it within ${autoRevertSeconds * paceOf(host.connection)} s`;
    return new TrueupError('E_INTERRUPTED', message, { host: host.name, cause });
  }
  const head = `${host.name}: new connections fail after the change to ${what}`;
  const acted = await undo(attempt);
  const back = acted ? await hasAccess(host, options) : await regainsAccess(host, options);
  if (back && acted) return lockedOut(host, `${head}; the old state was restored`, cause);
  if (back) return lockedOut(host, `${head}; the host restored the old state on its own`, cause);
  const still = acted
    ? 'the old state was restored, but new connections still fail'
    : 'the old state was not restored in time';
  return lockedOut(host, `${head}; ${still}`, cause);
}

/** After a failed step or a lost connection: undoes what has been armed as well. Returns the error to report. */
async function afterFailure(attempt: Attempt, cause: unknown): Promise<unknown> {
  const { host, what, options } = attempt;
  if (!(cause instanceof TrueupError) || !/^E_(LOST_CONNECTION|TIMEOUT)$/.test(cause.code)) {
    await undo(attempt);
    return cause;
  }
  // If the connection broke by chance, a new one succeeds.
  if (options.abort.aborted || (await hasAccess(host, options))) return cause;
  const head = `${host.name}: the change to ${what} cut the connection`;
  options.listener({ type: 'notice', host: host.name, text: `${head}; waiting for the host to revert it` });
  const back = await regainsAccess(host, options);
  const end = back ? 'the host restored the old state on its own' : 'new connections still fail';
  return lockedOut(host, `${head}; ${end}`, cause);
}

function lockedOut(host: Host, message: string, cause: unknown): TrueupError {
  return new TrueupError('E_LOCKED_OUT', message, {
    host: host.name,
    hint: 'Review the change, and check that base.operators contains the address that you connect from.',
    output: messageOf(cause),
    cause,
  });
}

/** Returns whether everything was undone. */
async function undo({ session, host, confirmations, options }: Attempt): Promise<boolean> {
  const undos = confirmations.map((one) => one.undo);
  return all(session, host, undos, options.abort).then(
    () => true,
    () => false,
  );
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
