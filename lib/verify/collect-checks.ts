// The checks of roles on hosts, as one list.
import { instancesOf } from '../compile/role-instances.js';
import { factlessScopeOf, roleNamed, type CompileContext } from '../compile/role-scope.js';
import type { Check } from '../model/check.js';
import type { Host } from '../model/fleet.js';
import type { HostTimeout } from '../model/host-timeouts.js';
import type { RoleName } from '../model/role-name-and-vars.js';

/** A check, and what it is about. */
export interface Subject {
  readonly host: string;
  /** The host's timeout. */
  readonly timeout: HostTimeout;
  readonly role: RoleName;
  readonly check: Check;
}

/** The checks, in the order of the hosts and of their roles. */
export function collectChecks(
  hosts: readonly Host[],
  context: CompileContext,
  only?: readonly RoleName[],
): readonly Subject[] {
  return hosts.flatMap((host) =>
    host.roles
      .filter((name) => !only || only.includes(name))
      .flatMap((name) => {
        const role = roleNamed(context.roles, name);
        if (!role.checks) return [];
        const checks = instancesOf(role, host, context.fleet).flatMap((one) => [
          ...(role.checks?.(factlessScopeOf(role, one, host, context)) ?? []),
        ]);
        return checks.map((check) => ({
          host: host.name,
          timeout: host.connection,
          role: name,
          check,
        }));
      }),
  );
}
