// Chooses the drains of a host that are useful: those for which another host can serve in the meantime.
import { instancesOf } from '../compile/role-instances.js';
import { roleNamed } from '../compile/role-scope.js';
import type { Facts } from '../model/facts.js';
import type { Drain } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { askOn } from './ask-other-host.js';
import { say } from './drain-host.js';
import type { HostRun } from './host-run-context.js';
import { illOf, type Ask } from './check-during-run.js';

/** The drains of these roles, chosen right before they are run. Reports where the host stays in service, and why. */
export async function chooseDrains(
  run: HostRun,
  facts: Facts,
  names: readonly RoleName[] = run.host.roles,
  ask = askOn,
): Promise<readonly Drain[]> {
  const chosen: Drain[] = [];
  for (const drain of drainsOf(run, facts, names)) {
    const why = await whyNoneCanServe(run, drain, ask);
    if (why === undefined) chosen.push(drain);
    else say(run, `stays in service${where(run, drain)} because no other host can take over: ${why}`);
  }
  return chosen;
}

/** Roles whose drains count if a role of the host is interrupted: the role, and those with a standby that lists it. */
export function drainedBy({ host, context: { roles } }: HostRun, role: RoleName): readonly RoleName[] {
  return host.roles.filter(
    (name) => name === role || roleNamed(roles, name).standby?.roles.includes(role) === true,
  );
}

function drainsOf(
  { host, context: { fleet, roles } }: HostRun,
  facts: Facts,
  names: readonly RoleName[],
): readonly Drain[] {
  return names.flatMap((name) => {
    const role = roleNamed(roles, name);
    if (!role.drain) return [];
    return instancesOf(role, host, fleet).flatMap((one) => [
      ...(role.drain?.({ host, fleet, facts, ...one }) ?? []),
    ]);
  });
}

/**
 * Undefined if one of the others can serve; also if the host that sends the work is unreachable, because it may go on
 * sending: then taking the host out of service fails.
 */
async function whyNoneCanServe(
  run: HostRun,
  { on: sender, others }: Drain,
  ask: typeof askOn,
): Promise<string | undefined> {
  if (!others) return undefined;
  const reasons: string[] = [];
  const away = new Set<string>();
  const asked: Ask = async (on, script, seconds) => {
    try {
      return await ask(run, on, script, seconds);
    } catch (error) {
      away.add(on);
      throw error;
    }
  };
  for (const check of others) {
    const ills = await illOf(check, asked, run.options.abort, run.host);
    if (ills.length === 0 || away.has(sender)) return undefined;
    reasons.push(...ills);
  }
  return reasons.join('; ');
}

function where({ host }: HostRun, { on }: Drain): string {
  return on === host.name ? '' : ` on ${on}`;
}
