// Which drains of a host do good: those where another one can serve meanwhile.
import { instancesOf } from '../compile/role-instances.js';
import { roleNamed } from '../compile/role-scope.js';
import type { Facts } from '../model/facts.js';
import type { Drain } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { askOn } from './ask-other-host.js';
import { say } from './drain-host.js';
import type { HostRun } from './host-run-context.js';
import { illOf, type Ask } from './check-during-run.js';

/** How these roles of the host have it taken out of service, asked right before. Says where it stays in, and why. */
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

/** Whose drains count where one role of a host is interrupted: its own, and of those that stand before it there. */
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
 * Nothing if one of the others can serve; nor where who sends the work can't be asked, for it may go on sending it:
 * then to take the host out is what fails.
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
