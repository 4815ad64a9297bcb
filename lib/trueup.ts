// The package's public API: the kit for roles, and `plan`, `apply` and `verify` as functions. Importing it doesn't load the engine.
import { InputErrors } from './model/trueup-error.js';
import { ownModule } from './roles/trueup-module.js';
import { startApply, type ApplyResult } from './run/apply.js';
import type { Run } from './run/event-stream.js';
import { startPlan, type PlanResult } from './run/plan.js';
import type { ApplySettings, PlanSettings, RunSettings } from './run/run-settings.js';
import type { BuiltinRoles } from './run/start-library-run.js';
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

/** Starts a plan, which shows what an apply would change. It changes nothing. */
export function plan(settings: PlanSettings = {}): Run<PlanResult> {
  return startPlan(settings, builtin);
}

/** Starts an apply, which brings the hosts to their declared state. It doesn't ask for confirmation. */
export function apply(settings: ApplySettings = {}): Run<ApplyResult> {
  return startApply(settings, builtin);
}

/** Starts the checks of all roles on the hosts. */
export function verify(settings: RunSettings = {}): Run<VerifyResult> {
  return startVerify(settings, builtin);
}

// Once a role is loaded, every import of `trueup` in this process resolves to the module that roles get.
Object.assign(ownModule, { InputErrors, plan, apply, verify });
