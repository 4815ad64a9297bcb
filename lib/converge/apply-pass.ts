// One pass over a host's changes, in batches as gates, turns and confirmations of access require.
import type { Facts } from '../model/facts.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { PlannedStep } from '../plan/diff-host.js';
import type { Session } from '../wire/session.js';
import type { HostRecord } from './record-host-run.js';
import { refuseIfStopped, type HostRun } from './host-run-context.js';
import type { HostTurns } from './take-turn.js';
import { confirmationOf, confirmingAccess, risksOf } from './confirm-access.js';
import type { Settling } from './detect-not-converged.js';
import { applyChanges } from './send-changes.js';

/** What a host's passes share. */
export interface Progress {
  readonly settling: Settling;
  readonly record: HostRecord;
  readonly turns: HostTurns;
}

/** Applies changes in order; a role that must wait for another host splits the batch. A reboot is only returned. */
export async function applyUpToUnknown(
  run: HostRun,
  session: Session,
  facts: Facts,
  steps: readonly PlannedStep[],
  { settling, record: records, turns }: Progress,
): Promise<PlannedStep | undefined> {
  const { host, options, gates, limit, tally } = run;
  const watchers = steps
    .map(({ declared }) => declared.resource)
    .filter(({ type }) => type.watch !== undefined);
  const end = steps.findIndex((step) => step.state === 'unknown');
  const changes = (end < 0 ? steps : steps.slice(0, end)).filter((step) => step.state === 'change');
  const record = records.around(steps, changes, end < 0);
  const done = new Set<PlannedStep>();
  let batch: PlannedStep[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const told = batch;
    batch = [];
    const all = steps.map(({ declared }) => declared.resource);
    const guard = run.savedPlan?.guard(host.name, all);
    await confirmingAccess(session, host, risksOf(told), run.options, (options) =>
      limit(() => {
        refuseIfStopped(run);
        return applyChanges(session, host, told, {
          watchers,
          tally,
          options,
          record,
          ...(guard && { guard }),
        });
      }),
    );
    settling.applied(told);
    for (const step of told) done.add(step);
    await markDone(run, session, steps, done, turns);
  };
  for (const step of changes) {
    // A host that holds a turn does nothing else until the turn ends.
    if (turns.holdsOther(step.role)) await flush();
    // Changes that could lock the operator out are confirmed before anything else follows.
    if (batch.some(confirmationOf) && !confirmationOf(step)) await flush();
    if (step.declared.resource.type.schedule?.phase === 'reboot') {
      await flush();
      return step;
    }
    // All packages of a host are one resource, which waits for no other host.
    const isMerged = step.declared.resource.type.schedule?.merge !== undefined;
    const on = isMerged ? [] : gates.pending(host, step.role);
    if (on.length > 0) {
      await flush();
      options.listener({ type: 'host.waiting', host: host.name, role: step.role, on });
    }
    if (!isMerged) await gates.wait(host, step.role, options.stop);
    if (turns.mustPrepare(step)) {
      await flush();
      await turns.prepare(step, facts);
    }
    batch.push(step);
  }
  await flush();
  return undefined;
}

/** A role with nothing left to do is in place; if it had a turn, once the host is healthy. Throws E_CHECK. */
export async function markDone(
  { host, gates, turns: lines }: HostRun,
  session: Session,
  steps: readonly PlannedStep[],
  done: ReadonlySet<PlannedStep>,
  turns: HostTurns,
): Promise<void> {
  const finished = (role: RoleName): boolean =>
    // Undeclared resources are removed last, after a reboot, and interrupt nothing.
    steps.every(
      (step) =>
        step.role !== role ||
        step.declared.resource.type.schedule?.phase === 'removal' ||
        step.state === 'same' ||
        done.has(step),
    );
  await turns.endFinished(finished, session);
  for (const role of host.roles) {
    if (!finished(role)) continue;
    gates.done(host.name, role);
    lines.done(host, role);
  }
}
