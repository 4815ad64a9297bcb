// `verify` of the library: runs checks from the controller, on the hosts and between them.
import type { Event } from '../model/event.js';
import type { Run } from './event-stream.js';
import type { RunSettings } from './run-settings.js';
import { startRun, type BuiltinRoles, type RunEnd } from './start-library-run.js';

/** A check and its result. */
export type CheckResult = Omit<Extract<Event, { type: 'check.done' }>, 'type'>;

/** The result of a verify. */
export interface VerifyResult extends RunEnd {
  /** Every check, in the order of the hosts and of their roles. */
  readonly checks: readonly CheckResult[];
}

/** Verifies with these built-in roles. */
export function startVerify(settings: RunSettings, builtin: BuiltinRoles): Run<VerifyResult> {
  return startRun(settings, { builtin }, async ({ fleet, hosts, engine }) => {
    const { verifyFleet } = await import('../verify/verify-fleet.js');
    let checks: readonly CheckResult[] = [];
    await verifyFleet(fleet, hosts, {
      ...engine,
      report: async (verdicts) => {
        checks = (await Promise.all(verdicts)).map(({ subject: { host, role, check }, seconds, found }) => ({
          ...{ host, role, title: check.title, ok: found === undefined, seconds },
          ...(found !== undefined && { found }),
        }));
      },
    });
    return { checks };
  });
}
