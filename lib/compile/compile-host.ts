// Compiles the roles of a host to its declared resources, in the order in which they are applied.
import type { Facts } from '../model/facts.js';
import type { Host } from '../model/fleet.js';
import type { Resource } from '../model/resource.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { resourceOf } from '../resources/define-resource.js';
import { instancesOf } from './role-instances.js';
import { roleNamed, scopeOf, type CompileContext } from './role-scope.js';
import { wantText } from './want-text.js';

/** A resource and the first role that declares it. */
export interface Declared {
  readonly resource: Resource;
  readonly role: RoleName;
}

const phases = ['sources', 'packages', undefined, 'reboot', 'removal'] as const;

/**
 * In the order of the types' phases, and in declared order within a phase. Wants of a type with `merge` become one
 * resource: one transaction installs all packages of the host. Throws E_CONTRADICTION, E_TEMPLATE, E_INPUT.
 */
export async function compileHost(
  host: Host,
  facts: Facts,
  context: CompileContext,
  only?: readonly RoleName[],
): Promise<readonly Declared[]> {
  const declared = new Map<string, Declared>();
  const merging: Declared[] = [];
  for (const name of host.roles) {
    if (only && !only.includes(name)) continue;
    const role = roleNamed(context.roles, name);
    for (const one of instancesOf(role, host, context.fleet)) {
      for await (const resource of role.resources(scopeOf(role, one, host, facts, context))) {
        if (resource.type.schedule?.merge) merging.push({ resource, role: name });
        else add(declared, { resource, role: name }, host);
      }
    }
  }
  const all = [...merged(merging), ...declared.values()];
  // With only some of the roles, a watched resource may belong to one of the others.
  if (!only) refuseForeignWatches(all, host);
  return [...all].sort((a, b) => rank(a) - rank(b));
}

function rank({ resource }: Declared): number {
  return phases.indexOf(resource.type.schedule?.phase);
}

function add(declared: Map<string, Declared>, entry: Declared, host: Host): void {
  const { id } = entry.resource;
  const other = declared.get(id);
  if (!other) {
    declared.set(id, entry);
  } else if (wantText(other.resource.want).text !== wantText(entry.resource.want).text) {
    const how =
      other.role === entry.role
        ? `is declared twice by ${entry.role}, in different ways`
        : `is declared differently by ${other.role} and ${entry.role}`;
    throw new TrueupError('E_CONTRADICTION', `${host.name}: ${id} ${how}`, {
      host: host.name,
    });
  }
}

/** One resource for each type, assigned to the first role that declares it. */
function merged(all: readonly Declared[]): readonly Declared[] {
  return [...new Set(all.map(({ resource }) => resource.type))].flatMap((type) => {
    const own = all.filter(({ resource }) => resource.type === type);
    const want: unknown = type.schedule?.merge?.(own.map(({ resource }) => resource.want));
    return own.slice(0, 1).map(({ role }) => ({ resource: resourceOf(type, want), role }));
  });
}

/** A service that watches an undeclared resource would never be notified. */
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
