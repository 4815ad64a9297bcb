// `apply` of the library: brings the hosts to their declared state.
import type { HostPlan } from '../model/plan.js';
import type { Run } from './event-stream.js';
import type { ApplySettings } from './run-settings.js';
import { startRun, type BuiltinRoles, type RunEnd } from './start-library-run.js';
import { wordsOf } from './recorded-options.js';

/** The result of an apply. */
export interface ApplyResult extends RunEnd {
  /** The plan of each host before its first change. */
  readonly plans: readonly HostPlan[];
}

/** Applies with these built-in roles. */
export function startApply(settings: ApplySettings, builtin: BuiltinRoles): Run<ApplyResult> {
  const changes = { command: 'apply', words: wordsOf(settings) } as const;
  return startRun(settings, { builtin, changes }, async ({ fleet, hosts, engine, redact }) => {
    const { applyFleet } = await import('../converge/apply-fleet.js');
    const { redactIn } = await import('../report/redact.js');
    return { plans: redactIn((await applyFleet(fleet, hosts, engine)).plans, redact) };
  });
}
