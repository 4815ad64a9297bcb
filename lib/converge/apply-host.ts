// One host's part of an apply, to its end: whatever ends it, those who wait for it learn of it.
import type { HostOutcome } from '../model/event.js';
import type { HostPlan } from '../model/plan.js';
import { endHost, type HostEnd } from '../engine/conclude-run.js';
import { outcomeOf } from '../engine/error-outcome.js';
import type { HostRun } from './host-run-context.js';

/** Tells how `converge` came out for the host. Throws only what a listener throws, and only once no other host waits for this one. */
export async function applyHost(
  run: HostRun,
  converge: (run: HostRun) => Promise<HostPlan>,
): Promise<HostEnd> {
  const { host, tally, options } = run;
  let plan: HostPlan = { host: host.name, steps: [] };
  let outcome: HostOutcome = 'failed';
  let trouble: { readonly error: unknown } | undefined;
  try {
    plan = await converge(run);
    outcome = tally.anyChanged ? 'changed' : 'ok';
  } catch (error) {
    trouble = { error };
    outcome = outcomeOf(error);
  }
  const isItsFault = trouble !== undefined && outcome !== 'skipped' && outcome !== 'interrupted';
  letGo(run, isItsFault);
  const counts = tally.counts('skipped', isItsFault);
  return endHost({ outcome, counts, plan }, options.listener, trouble?.error);
}

/** What isn't in place by now won't be. Turns come last: they tell a listener, who may throw. */
function letGo({ host, savedPlan, gates, turns }: HostRun, failed: boolean): void {
  savedPlan?.fail(host.name);
  gates.fail(host);
  turns.end(host, failed);
}
