// Runs one host's part of an apply. However it ends, hosts that wait for this one are notified.
import type { HostOutcome } from '../model/event.js';
import type { HostPlan } from '../model/plan.js';
import { endHost, type HostEnd } from '../engine/conclude-run.js';
import { outcomeOf } from '../engine/error-outcome.js';
import type { HostRun } from './host-run-context.js';

/** Reports how `converge` ended. Throws only what a listener throws, and only once no other host waits for this one. */
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

/** What isn't in place by now never will be. Turns come last, because they call a listener, which may throw. */
function letGo({ host, savedPlan, gates, turns }: HostRun, failed: boolean): void {
  savedPlan?.fail(host.name);
  gates.fail(host);
  turns.end(host, failed);
}
