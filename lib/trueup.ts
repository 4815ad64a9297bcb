// The package as others import it: what roles are made of, and runs as a library. Loading it loads no engine.
import { InputErrors } from './model/trueup-error.js';
import { ownModule } from './roles/trueup-module.js';
import { startApply, type ApplyResult } from './run/apply.js';
import type { Run } from './run/event-stream.js';
import { startPlan, type PlanResult } from './run/plan.js';
import type { ApplySettings, PlanSettings, RunSettings } from './run/run-settings.js';
import type { BuiltinRoles } from './run/start-run.js';
import { startVerify, type VerifyResult } from './run/verify.js';

export * from './kit.js';
export { InputErrors };
export type { ErrorCode } from './model/error-codes.js';
export type { Event, HostCounts, HostOutcome, Trouble } from './model/event.js';
export type { HostPlan, Step } from './model/plan.js';
export type { ApplyResult } from './run/apply.js';
export type { Run } from './run/event-stream.js';
export type { PlanResult } from './run/plan.js';
export type { ApplySettings, ConnectSettings, PlanSettings, RunSettings } from './run/run-settings.js';
export type { CheckResult, VerifyResult } from './run/verify.js';

const builtin: BuiltinRoles = async () => (await import('../roles/registry.js')).roles;

/** Begins to plan: what would an apply change? It changes nothing itself. */
export function plan(settings: PlanSettings = {}): Run<PlanResult> {
  return startPlan(settings, builtin);
}

/** Begins to bring the hosts to their declared state. It asks nobody first. */
export function apply(settings: ApplySettings = {}): Run<ApplyResult> {
  return startApply(settings, builtin);
}

/** Begins to check what must be true of the hosts. */
export function verify(settings: RunSettings = {}): Run<VerifyResult> {
  return startVerify(settings, builtin);
}

// Once a role is loaded, whoever imports `trueup` in this process gets what roles get.
Object.assign(ownModule, { InputErrors, plan, apply, verify });
