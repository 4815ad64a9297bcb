// The conditions that roles set for changing anything on a host.
import { instancesOf } from '../compile/role-instances.js';
import { roleNamed, type CompileContext } from '../compile/role-scope.js';
import type { Host } from '../model/fleet.js';
import type { Precondition } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { Answer } from '../model/script.js';
import { TrueupError } from '../model/trueup-error.js';

/** The preconditions of all of the host's roles, in order; if `only` is given, of those roles alone. */
export function preconditionsOf(
  host: Host,
  { fleet, roles }: CompileContext,
  only?: readonly RoleName[],
): readonly Precondition[] {
  return host.roles
    .filter((name) => !only || only.includes(name))
    .flatMap((name) => {
      const role = roleNamed(roles, name);
      if (!role.preconditions) return [];
      return instancesOf(role, host, fleet).flatMap((one) => [
        ...(role.preconditions?.({ host, fleet, ...one }) ?? []),
      ]);
    });
}

/** Throws E_NOT_READY if one isn't met, E_UNREADABLE if one could not be checked. */
export function refuseUnmet(
  host: string,
  conditions: readonly Precondition[],
  answers: readonly Answer[],
): void {
  const unmet = conditions.flatMap((condition, at) => {
    const found = condition.judge(answers[at] ?? { status: 1, stdout: '', stderr: 'no answer' });
    return found ? [found] : [];
  });
  if (unmet.length === 0) return;
  throw new TrueupError('E_NOT_READY', `${host}: ${unmet.map(({ found }) => found).join('; ')}`, {
    host,
    hint: `Nothing was changed. ${unmet.map(({ hint }) => hint).join(' ')}`,
  });
}
