// The loop for one host: ask, take the difference, tell, until nothing differs.
import type { LimitFunction } from 'p-limit';
import { activeRoles } from '../compile/active-roles.js';
import type { Workshop } from '../compile/scope.js';
import type { Declared } from '../compile/compile-host.js';
import type { Host } from '../model/fleet.js';
import type { HostPlan } from '../model/plan.js';
import { TrueupError } from '../model/trueup-error.js';
import { shown, type PlannedStep } from '../plan/diff-host.js';
import type { EngineOptions } from '../plan/engine-options.js';
import { openHost } from '../plan/open-host.js';
import { compare, declare } from '../plan/survey.js';
import type { Tally } from '../plan/tally.js';
import type { LockRequest } from '../wire/prelude.js';
import type { Session } from '../wire/session.js';
import type { Contract } from './contract.js';
import type { Gates } from './gates.js';
import { Settling } from './settle.js';
import { tell } from './tell.js';

/** A host needs a pass per thing that was unknown; more than this is a circle. */
const maxPasses = 12;

export interface HostRun {
  readonly host: Host;
  readonly shop: Workshop;
  readonly options: EngineOptions;
  readonly gates: Gates;
  /** Bounds how many hosts are worked on at a time; a host that waits for another holds no place. */
  readonly limit: LimitFunction;
  readonly tally: Tally;
  readonly lock: LockRequest;
  /** Where the run must do what a written plan says. */
  readonly contract?: Contract;
}

/** Brings one host to its declared state and returns what it differed in at first. Throws what stopped it. */
export async function convergeHost(run: HostRun): Promise<HostPlan> {
  const { host, shop, options, limit } = run;
  const session = await limit(() => {
    refuseIfStopped(run);
    return openHost(host, options, run.lock);
  });
  try {
    const { facts, declared } = await limit(() => declare(session, host, shop, options));
    run.gates.met(host, activeRoles(host, facts, shop));
    return await loop(run, session, declared);
  } finally {
    await session.close();
  }
}

async function loop(run: HostRun, session: Session, declared: readonly Declared[]): Promise<HostPlan> {
  const { host, options, limit, tally } = run;
  const settling = new Settling();
  let first: HostPlan | undefined;
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const steps = await limit(() => compare(session, host, declared, pass, options));
    first ??= { host: host.name, steps: steps.map(shown) };
    tally.planned(steps);
    if (pass === 1) await run.contract?.agree(host.name, steps, options.stop);
    else run.contract?.recheck(host.name, steps);
    markDone(run, steps, new Set());
    if (steps.every((step) => step.state === 'same')) return first;
    settling.check(host.name, steps);
    await applyUpToUnknown(run, session, steps, settling);
  }
  throw new TrueupError('E_NOT_CONVERGED', `${host.name}: still differs after ${maxPasses} passes`, {
    host: host.name,
  });
}

/** Changes in order; a role that must wait for another host splits the batch, nothing else does. */
async function applyUpToUnknown(
  run: HostRun,
  session: Session,
  steps: readonly PlannedStep[],
  settling: Settling,
): Promise<void> {
  const { host, options, gates, limit, tally } = run;
  const watchers = steps
    .map(({ declared }) => declared.resource)
    .filter(({ type }) => type.watches !== undefined);
  const end = steps.findIndex((step) => step.state === 'unknown');
  const changes = (end < 0 ? steps : steps.slice(0, end)).filter((step) => step.state === 'change');
  const done = new Set<PlannedStep>();
  let batch: PlannedStep[] = [];
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const told = batch;
    batch = [];
    const all = steps.map(({ declared }) => declared.resource);
    const guard = run.contract?.guard(host.name, all);
    await limit(() => {
      refuseIfStopped(run);
      return tell(session, host, told, { watchers, tally, options, ...(guard && { guard }) });
    });
    settling.applied(told);
    for (const step of told) done.add(step);
    markDone(run, steps, done);
  };
  for (const step of changes) {
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
