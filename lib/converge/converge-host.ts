// The loop for one host: probe, compare, apply, until nothing differs.
import { activeRoles } from '../compile/active-or-standby.js';
import type { HostPlan } from '../model/plan.js';
import { TrueupError } from '../model/trueup-error.js';
import { shown } from '../plan/diff-host.js';
import { openHost } from '../engine/open-host.js';
import { refuseUnready } from '../plan/readiness.js';
import { compare, declare, type Survey } from '../plan/plan-host.js';
import type { Session } from '../wire/session.js';
import { applyUpToUnknown, markDone, type Progress as Applying } from './apply-pass.js';
import { HostRecord } from './record-host-run.js';
import { HostTurns } from './take-turn.js';
import { rebootHost } from './reboot-host.js';
import { refuseIfStopped, type HostRun } from './host-run-context.js';
import { Settling } from './detect-not-converged.js';

/** A host needs one pass per unknown step; more passes than this mean that it won't converge. */
const maxPasses = 12;

/** State that is kept across a reboot of the host. */
interface Progress extends Applying {
  first?: HostPlan;
}

/** Brings one host to its declared state and returns its first plan. Throws the error that stopped it. */
export async function convergeHost(run: HostRun): Promise<HostPlan> {
  const progress: Progress = {
    settling: new Settling(),
    record: new HostRecord(run.host.name, run.options),
    turns: new HostTurns(run),
  };
  try {
    for (;;) {
      const plan = await untilReboot(run, progress);
      if (plan) return plan;
    }
  } finally {
    await progress.turns.giveUp();
  }
}

/** Returns undefined if the host was rebooted and must be probed again. */
async function untilReboot(run: HostRun, progress: Progress): Promise<HostPlan | undefined> {
  const { host, context, options, limit } = run;
  const session = await limit(() => {
    refuseIfStopped(run);
    return openHost(host, options, run.lock);
  });
  try {
    // Nothing has been changed yet, so a stop takes effect at once, even while another run holds the lock.
    const asking = { ...options, abort: AbortSignal.any([options.abort, options.stop]) };
    const survey = await limit(() => declare(session, host, run, asking));
    progress.record.found(survey.open);
    const active = activeRoles(host, survey.facts, context);
    run.gates.met(host, active);
    const plan = await loop(run, session, survey, progress, active.length > 0);
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
  active: boolean,
): Promise<HostPlan | undefined> {
  const { host, options, limit, tally } = run;
  const { settling } = progress;
  for (let pass = 1; pass <= maxPasses; pass += 1) {
    const steps = await limit(() => compare(session, host, declared, pass, options));
    tally.planned(steps);
    if (progress.first) run.savedPlan?.recheck(host.name, steps);
    else {
      await run.savedPlan?.agree(host.name, steps, options.stop);
      refuseUnready(host.name, readiness, steps);
    }
    progress.first ??= { host: host.name, steps: steps.map(shown) };
    run.turns.asked(host, steps, active);
    await markDone(run, session, steps, new Set(), progress.turns);
    if (steps.every((step) => step.state === 'same')) return progress.first;
    settling.check(host.name, steps);
    const reboot = await applyUpToUnknown(run, session, facts, steps, progress);
    if (reboot) {
      await rebootHost(run, session, reboot, facts);
      settling.applied([reboot]);
      return undefined;
    }
  }
  throw new TrueupError(
    'E_NOT_CONVERGED',
    `${host.name}: the host still differs from its declared state after ${maxPasses} passes`,
    {
      host: host.name,
    },
  );
}
