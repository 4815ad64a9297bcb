// What a role listens on and checks, according to the role itself when it gets only the required variables.
import { instancesOf } from '../compile/role-instances.js';
import type { Fleet } from '../model/fleet.js';
import type { Opening, Role } from '../model/role.js';
import { Secret } from '../model/secret.js';

/** A member is absent if it can't be determined without an inventory. */
export interface RoleSays {
  readonly openings?: readonly Opening[];
  /** Titles of its checks. */
  readonly checks?: readonly string[];
}

/** Queries a role of the example fleet. */
export function ask(role: Role, fleet: Fleet): RoleSays {
  const [host] = fleet.withRole(role.name);
  if (!host) return {};
  const unknown = (): never => {
    throw new Error('no such file');
  };
  const files = {
    read: unknown,
    readSecret: () => new Secret('example'),
    bundle: unknown,
    checkSource: unknown,
  };
  const uses = attempt(() => instancesOf(role, host, fleet)) ?? [];
  const scopes = uses.map((use) => ({ host, fleet, ...use, ...files }));
  const openings = attempt(() => scopes.flatMap((scope) => [...(role.listens?.(scope) ?? [])]));
  const listening = (openings ?? []).map((opening) => ({ ...opening, role: role.name }));
  const checks = attempt(() =>
    scopes.flatMap((scope) => [...(role.checks?.({ ...scope, openings: listening }) ?? [])]),
  );
  const titles = checks?.map(({ title }) => title);
  return { ...(openings && { openings }), ...(titles && { checks: titles }) };
}

/** A role that throws here needs more than the example provides. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
