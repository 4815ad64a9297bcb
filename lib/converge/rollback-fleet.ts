// Restores hosts to their state before a run.
import { limitForks } from '../engine/limit-forks.js';
import type { HostOutcome } from '../model/event.js';
import type { Host } from '../model/fleet.js';
import type { RunMark } from '../model/record.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { concludeRun, endHost, everyEnd, type HostEnd } from '../engine/conclude-run.js';
import type { EngineOptions, RunResult } from '../engine/engine-options.js';
import { openHost } from '../engine/open-host.js';
import { recordsOn } from '../engine/records-of-hosts.js';
import { outcomeOf } from '../engine/error-outcome.js';
import { partsBack, proveBack, type PartBack } from '../undo/rollback/rollback-script.js';
import { planRollback, type RollbackPlan } from '../undo/rollback/rollback-plan.js';
import { rollbackAutoRevert } from '../undo/triggers/snapshot-auto-reverts.js';
import { join } from '../shell/sh.js';
import { lockOwner } from '../wire/host-lock.js';
import type { Session } from '../wire/session.js';
import { confirmingAccess } from './confirm-access.js';
import { applyRollback, type RollbackCounts } from './rollback-host.js';

/** The rollback that the operator was shown and agreed to. */
export interface RollbackRequest {
  /** The oldest run that is undone. */
  readonly target: string;
  /** By host: the plan that was agreed to. */
  readonly plans: ReadonlyMap<string, RollbackPlan>;
  readonly mark: RunMark;
}

/**
 * An event and the result report each host that fails. A host is refused if its plan is no longer as shown
 * (E_STALE_PLAN). Hosts of a role that takes turns are rolled back one at a time, and none after a failure (E_SKIPPED).
 */
export async function rollbackFleet(
  hosts: readonly Host[],
  request: RollbackRequest,
  options: EngineOptions,
): Promise<RunResult> {
  const { listener } = options;
  listener({ type: 'run', command: 'rollback', hosts: hosts.map(({ name }) => name) });
  const limit = limitForks(options);
  const ends: Promise<HostEnd>[] = [];
  hosts.forEach((host, at) => {
    const before = hosts
      .slice(0, at)
      .flatMap((other, index) => (shareTurns(host, other, request, options) ? (ends[index] ?? []) : []));
    ends.push(
      Promise.all(before).then((others) => {
        const bad = others.find(({ outcome }) => !/^(ok|changed)$/.test(outcome));
        return limit(() => rollbackHost(host, request, options, bad?.plan.host));
      }),
    );
  });
  return concludeRun(await everyEnd(ends), listener);
}

/** Whether the same role, one that takes turns, is rolled back on both. Taken from the records, not the inventory. */
function shareTurns(
  one: Host,
  other: Host,
  { plans }: RollbackRequest,
  { roles }: Pick<EngineOptions, 'roles'>,
): boolean {
  const rolesOf = ({ name }: Host): readonly RoleName[] =>
    (plans.get(name)?.steps ?? []).map(({ step }) => step.role).filter((role) => roles.get(role)?.turns);
  const others = new Set(rolesOf(other));
  return rolesOf(one).some((role) => others.has(role));
}

/** `failed`: a host that provides the same service and whose rollback failed. */
async function rollbackHost(
  host: Host,
  request: RollbackRequest,
  options: EngineOptions,
  failed: string | undefined,
): Promise<HostEnd> {
  const started = performance.now();
  const counts: RollbackCounts = { changed: 0, failed: 0 };
  const end = (outcome: HostOutcome, error?: unknown): HostEnd => {
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const plan = { host: host.name, steps: [] };
    return endHost(
      { outcome, plan, counts: { ok: 0, skipped: 0, seconds, ...counts } },
      options.listener,
      error,
    );
  };
  try {
    if (options.stop.aborted) return end('interrupted');
    if (failed !== undefined && (request.plans.get(host.name)?.runs ?? []).length > 0)
      throw new TrueupError(
        'E_SKIPPED',
        `${host.name}: the rollback was skipped because it failed on ${failed}`,
        {
          host: host.name,
          hint: `Both hosts belong to the same service. Fix ${failed} and roll back again, or continue without it: --limit 'all:!${failed}'.`,
        },
      );
    const { by, at } = request.mark;
    const lock = { owner: lockOwner(by, at), waitSeconds: options.waitSeconds ?? 0 };
    const session = await openHost(host, options, lock);
    try {
      await back(session, host, request, options, counts);
    } finally {
      await session.close();
    }
    return end(counts.changed > 0 ? 'changed' : 'ok');
  } catch (error) {
    const outcome = outcomeOf(error);
    if (counts.failed === 0 && outcome !== 'skipped') counts.failed = 1;
    return end(outcome, error);
  }
}

/** A new connection confirms the parts that could lock the operator out. Returns the first failure of any part. */
async function tellParts(
  session: Session,
  host: Host,
  parts: readonly PartBack[],
  options: EngineOptions,
  counts: RollbackCounts,
): Promise<TrueupError | undefined> {
  const [risky, plain] = [parts.filter(({ wayIn }) => wayIn), parts.filter(({ wayIn }) => !wayIn)];
  const failure = await applyRollback(session, host.name, plain, options, counts);
  if (failure?.code === 'E_INTERRUPTED' || risky.length === 0) return failure;
  const armed = risky.map((part) => ({ ...part, script: join([rollbackAutoRevert.arm, part.script]) }));
  const risks = risky.map(({ resource }) => ({ resource, confirmation: rollbackAutoRevert.confirmation }));
  let later: TrueupError | undefined;
  await confirmingAccess(session, host, risks, options, async (watched) => {
    later = await applyRollback(session, host.name, armed, watched, counts);
  });
  return failure ?? later;
}

async function back(
  session: Session,
  host: Host,
  { target, plans, mark }: RollbackRequest,
  options: EngineOptions,
  counts: RollbackCounts,
): Promise<void> {
  const way = planRollback(await recordsOn(session, host.name, options.abort), target);
  if (way.runs.join() !== (plans.get(host.name)?.runs ?? []).join()) {
    const hint = 'Check `trueup history`, then roll back again.';
    const message = `${host.name}: another run changed the host in the meantime, or was interrupted on it`;
    throw new TrueupError('E_STALE_PLAN', message, { host: host.name, hint });
  }
  if (way.runs.length === 0) return;
  const steps = way.steps.map(({ run, resource, back, stays }) => ({ run, resource, back, stays }));
  options.listener({ type: 'host.back', host: host.name, runs: way.runs, steps });
  const failure = await tellParts(session, host, partsBack(way, mark), options, counts);
  if (failure) throw failure;
  const [proof] = await session.run([proveBack(way, mark.run)], {
    onFailure: 'stop',
    secondsFor: () => 60,
    signal: options.abort,
  });
  if (proof?.status === 0) return;
  throw new TrueupError('E_NOT_CONVERGED', `${host.name}: the rollback is incomplete`, {
    host: host.name,
    output: proof?.stderr.trim() ?? '',
  });
}
