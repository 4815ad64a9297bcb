// The library's `plan`: reports what an apply would change, without changing anything.
import type { HostPlan } from '../model/plan.js';
import type { Run } from './event-stream.js';
import type { PlanSettings } from './run-settings.js';
import { startRun, type BuiltinRoles, type RunEnd } from './start-library-run.js';

/** The result of a plan. */
export interface PlanResult extends RunEnd {
  /** The steps of each host, including those without changes. */
  readonly plans: readonly HostPlan[];
  /** Whether an apply would change anything. */
  readonly differs: boolean;
}

/** Plans with these built-in roles. */
export function startPlan(settings: PlanSettings, builtin: BuiltinRoles): Run<PlanResult> {
  return startRun(settings, { builtin }, async ({ fleet, hosts, engine, redact }) => {
    const { planFleet } = await import('../plan/plan-fleet.js');
    const { redactIn } = await import('../report/redact.js');
    const plans = redactIn((await planFleet(fleet, hosts, engine)).plans, redact);
    const differs = plans.some(({ steps }) => steps.some(({ state }) => state !== 'same'));
    return { plans, differs };
  });
}
