// What a role listens on and checks, asked of it with the smallest variables.
import { instancesOf } from '../compile/role-instances.js';
import type { Fleet } from '../model/fleet.js';
import type { Opening, Role } from '../model/role.js';
import { Secret } from '../model/secret.js';

/** What it says; undefined if that can't be known without an inventory. */
export interface RoleSays {
  readonly openings?: readonly Opening[];
  /** Titles of its checks. */
  readonly checks?: readonly string[];
}

/** Asks a role of that fleet. */
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

/** Whatever a role throws here, it needs more than there is. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
