// Concludes a run over many hosts: the outcome of each, as one result and one last event.
import type { HostCounts, HostOutcome, Listener } from '../model/event.js';
import type { HostPlan } from '../model/plan.js';
import type { RunResult } from './engine-options.js';
import { troubleOf } from './error-outcome.js';

/** How one host ended. */
export interface HostEnd {
  readonly outcome: HostOutcome;
  readonly counts: HostCounts;
  readonly plan: HostPlan;
}

/** Reports that a host is done, and the error if one ended it. */
export function endHost(end: HostEnd, listener: Listener, error?: unknown): HostEnd {
  const { outcome, counts, plan } = end;
  const trouble = error === undefined ? {} : { trouble: troubleOf(error) };
  listener({ type: 'host.done', host: plan.host, outcome, counts, ...trouble });
  return end;
}

/** Waits for all hosts, even if the end of one could not be reported; that error is thrown once all are done. */
export async function everyEnd(ends: readonly Promise<HostEnd>[]): Promise<readonly HostEnd[]> {
  await Promise.allSettled(ends);
  return Promise.all(ends);
}

/** Reports the summary, the run's last event. `ends` are in the order of the hosts. */
export function concludeRun(ends: readonly HostEnd[], listener: Listener): RunResult {
  const ok = ends.every(({ outcome }) => outcome === 'ok' || outcome === 'changed');
  const counts = Object.fromEntries(ends.map(({ plan, counts }) => [plan.host, counts]));
  listener({ type: 'summary', ok, hosts: counts });
  const outcomes = new Map(ends.map(({ plan, outcome }) => [plan.host, outcome]));
  return { ok, outcomes, plans: ends.map(({ plan }) => plan) };
}
