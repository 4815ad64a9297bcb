// Roles × host → what should be there, in the order it is applied.
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import type { Resource } from '../model/resource.js';
import type { RoleName } from '../model/role-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { packages, type PackagesWant } from '../resources/packages/packages.js';
import { join, sh } from '../shell/sh.js';
import { roleNamed, scopeOf, type CompileContext } from './scope.js';
import { wantText } from './want-text.js';

/** A resource and the role that asked for it first. */
export interface Declared {
  readonly resource: Resource;
  readonly role: RoleName;
}

const first = ['apt.repository', 'apt.packages'];

/**
 * Repositories come first, then all packages of the host as one resource, so that one transaction installs them; the
 * rest keeps the declared order. Throws E_CONTRADICTION, E_TEMPLATE, E_INPUT.
 */
export async function compileHost(
  host: Host,
  facts: Facts,
  context: CompileContext,
  only?: readonly RoleName[],
): Promise<readonly Declared[]> {
  const declared = new Map<string, Declared>();
  const wantedPackages: Declared[] = [];
  for (const name of host.roles) {
    if (only && !only.includes(name)) continue;
    const role = roleNamed(context.roles, name);
    for await (const resource of role.resources(scopeOf(role, host, facts, context))) {
      if (resource.type.type === 'apt.packages') wantedPackages.push({ resource, role: name });
      else add(declared, { resource, role: name }, host);
    }
  }
  const all = [...mergePackages(wantedPackages), ...declared.values()];
  // Of a part of the roles the rest is there, or isn't, as it is.
  if (!only) refuseForeignWatches(all, host);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

/** A reboot comes after all that may need one. */
function rank({ resource }: Declared): number {
  if (resource.type.schedule?.reboots) return first.length + 1;
  const at = first.indexOf(resource.type.type);
  return at < 0 ? first.length : at;
}

function add(declared: Map<string, Declared>, entry: Declared, host: Host): void {
  const { id } = entry.resource;
  const other = declared.get(id);
  if (!other) {
    declared.set(id, entry);
  } else if (wantText(other.resource.want).text !== wantText(entry.resource.want).text) {
    const who = other.role === entry.role ? `${entry.role} twice` : `${other.role} and ${entry.role}`;
    throw new TrueupError('E_CONTRADICTION', `${host.name}: ${id} is declared differently by ${who}`, {
      host: host.name,
    });
  }
}

function mergePackages(all: readonly Declared[]): readonly Declared[] {
  const [one] = all;
  if (!one) return [];
  const wants = all.map(({ resource }) => resource.want as PackagesWant);
  const names = [...new Set(wants.flatMap((want) => want.names))].sort();
  const absent = [...new Set(wants.flatMap((want) => want.absent ?? []))].sort();
  const clash = absent.find((name) => names.includes(name));
  if (clash !== undefined) {
    throw new TrueupError(
      'E_CONTRADICTION',
      `package ${clash} is required by one role and excluded by another`,
    );
  }
  const recommends = wants.some((want) => want.recommends === true);
  const patience = wants.flatMap(({ lockSeconds }) => lockSeconds ?? []);
  const retries = wants.flatMap(({ beforeRetry }) => beforeRetry ?? []);
  const more = {
    ...(retries.length > 0 ? { beforeRetry: join(retries.map((one) => sh`( ${one} )`)) } : {}),
    ...(recommends ? { recommends } : {}),
    ...(patience.length > 0 ? { lockSeconds: Math.max(...patience) } : {}),
  };
  return [{ resource: packages({ names, absent, ...more }), role: one.role }];
}

/** A service that watches what nobody declares would never hear of it. */
function refuseForeignWatches(all: readonly Declared[], host: Host): void {
  const ids = new Set(all.map(({ resource }) => resource.id));
  for (const { resource, role } of all) {
    for (const watched of resource.type.watch?.on(resource.want) ?? []) {
      if (ids.has(watched.id)) continue;
      const message = `${host.name}: ${resource.id} of role ${role} watches ${watched.id}, which no role declares`;
      throw new TrueupError('E_CONTRADICTION', message, { host: host.name });
    }
  }
}
