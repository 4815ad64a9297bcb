// The loop for one host: ask, take the difference, tell, until nothing differs.
import { activeRoles } from '../compile/active-roles.js';
import type { HostPlan } from '../model/plan.js';
import { TrueupError } from '../model/trueup-error.js';
import { shown, type PlannedStep } from '../plan/diff-host.js';
import { openHost } from '../plan/open-host.js';
import { refuseUnready } from '../plan/readiness.js';
import { compare, declare, type Survey } from '../plan/survey.js';
import type { Session } from '../wire/session.js';
import { HostRecord } from './host-record.js';
import { confirmationOf, provingWayIn, risksOf } from './prove-way-in.js';
import { rebootHost } from './reboot-host.js';
import { Settling } from './settle.js';
import type { HostRun } from './host-run.js';
import { tell } from './tell.js';

/** A host needs a pass per thing that was unknown; more than this is a circle. */
const maxPasses = 12;

/** What outlives a reboot of the host. */
interface Progress {
  readonly settling: Settling;
  readonly record: HostRecord;
  first?: HostPlan;
}

/** Brings one host to its declared state and returns what it differed in at first. Throws what stopped it. */
export async function convergeHost(run: HostRun): Promise<HostPlan> {
  const progress: Progress = {
    settling: new Settling(),
    record: new HostRecord(run.host.name, run.options),
  };
  for (;;) {
    const plan = await untilReboot(run, progress);
    if (plan) return plan;
  }
}

/** Nothing where the host was rebooted, and must be looked at anew. */
async function untilReboot(run: HostRun, progress: Progress): Promise<HostPlan | undefined> {
  const { host, shop, options, limit } = run;
  const session = await limit(() => {
    refuseIfStopped(run);
    return openHost(host, options, run.lock);
  });
  try {
    // Nothing was changed yet: whoever wants to stop needn't wait, least of all for another run's lock.
    const asking = { ...options, abort: AbortSignal.any([options.abort, options.stop]) };
    const survey = await limit(() => declare(session, host, shop, asking));
    progress.record.found(survey.open);
    run.gates.met(host, activeRoles(host, survey.facts, shop));
    const plan = await loop(run, session, survey, progress);
    if (plan) await progress.record.close(session);
    return plan;
  } finally {
    await session.close();
  }
}

async function loop(
  run: HostRun,
  session: Session,
  { declared, facts, readiness }: Survey,
  progress: Progress,
): Promise<HostPlan | undefined> {
  const { host, options, limit, tally } = run;
  const { settling } = progress;
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const steps = await limit(() => compare(session, host, declared, pass, options));
    tally.planned(steps);
    if (progress.first) run.contract?.recheck(host.name, steps);
    else {
      await run.contract?.agree(host.name, steps, options.stop);
      refuseUnready(host.name, readiness, steps);
    }
    progress.first ??= { host: host.name, steps: steps.map(shown) };
    markDone(run, steps, new Set());
    if (steps.every((step) => step.state === 'same')) return progress.first;
    settling.check(host.name, steps);
    const reboot = await applyUpToUnknown(run, session, steps, progress);
    if (reboot) {
      await rebootHost(run, session, reboot, facts);
      settling.applied([reboot]);
      return undefined;
    }
  }
  throw new TrueupError('E_NOT_CONVERGED', `${host.name}: still differs after ${maxPasses} passes`, {
    host: host.name,
  });
}

/** Changes in order; a role that must wait for another host splits the batch. A reboot isn't done here, but returned. */
async function applyUpToUnknown(
  run: HostRun,
  session: Session,
  steps: readonly PlannedStep[],
  { settling, record: records }: Progress,
): Promise<PlannedStep | undefined> {
  const { host, options, gates, limit, tally } = run;
  const watchers = steps
    .map(({ declared }) => declared.resource)
    .filter(({ type }) => type.watches !== undefined);
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
    const guard = run.contract?.guard(host.name, all);
    await provingWayIn(session, host, risksOf(told), run.options, (options) =>
      limit(() => {
        refuseIfStopped(run);
        return tell(session, host, told, { watchers, tally, options, record, ...(guard && { guard }) });
      }),
    );
    settling.applied(told);
    for (const step of told) done.add(step);
    markDone(run, steps, done);
  };
  for (const step of changes) {
    // What may keep the operator out is proved before anything else follows.
    if (batch.some(confirmationOf) && !confirmationOf(step)) await flush();
    if (step.declared.resource.type.reboots) {
      await flush();
      return step;
    }
    // All packages of a host are one resource: they wait for nobody.
    const on = step.type === 'apt.packages' ? [] : gates.pending(host, step.role);
    if (on.length > 0) {
      await flush();
      options.listener({ type: 'host.waiting', host: host.name, role: step.role, on });
    }
    if (step.type !== 'apt.packages') await gates.wait(host, step.role, options.stop);
    batch.push(step);
  }
  await flush();
  return undefined;
}

/** A role of which nothing is left to do is in place. */
function markDone(
  { host, gates }: HostRun,
  steps: readonly PlannedStep[],
  done: ReadonlySet<PlannedStep>,
): void {
  for (const role of host.roles) {
    const own = steps.filter((step) => step.role === role);
    if (own.every((step) => step.state === 'same' || done.has(step))) gates.done(host.name, role);
  }
}

function refuseIfStopped({ host, options }: HostRun): void {
  if (options.stop.aborted)
    throw new TrueupError('E_INTERRUPTED', `${host.name}: stopped`, { host: host.name });
}
