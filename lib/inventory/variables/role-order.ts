// Puts roles in an order that respects `after` and `needs`, or reports the cycle that makes this impossible.
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-name-and-vars.js';
import { TrueupError } from '../../model/trueup-error.js';

type Ordered = Pick<Role, 'after' | 'needs'>;

/** The names of the roles that a role needs on its host. */
export function needsOf({ needs = [] }: Ordered): readonly RoleName[] {
  return needs.map((one) => (typeof one === 'string' ? one : one.name));
}

/** The names, each after those it must come after or needs; otherwise in the order given. Throws E_CYCLE. */
export function orderRoles(
  names: readonly RoleName[],
  roles: ReadonlyMap<RoleName, Ordered>,
): readonly RoleName[] {
  const ordered: RoleName[] = [];
  const done = new Set<RoleName>();
  const visit = (name: RoleName, path: readonly RoleName[]): void => {
    const start = path.indexOf(name);
    if (start >= 0) {
      const circle = [...path.slice(start), name].join(' → ');
      throw new TrueupError('E_CYCLE', `roles wait for each other in a cycle: ${circle}`, {
        hint: 'Remove one of them from the other’s `after` or `needs`.',
      });
    }
    if (done.has(name)) return;
    // Roles that are not among the names still affect the order of those that are.
    const { after = [], ...role } = roles.get(name) ?? {};
    for (const earlier of [...after, ...needsOf(role)]) visit(earlier, [...path, name]);
    done.add(name);
    if (names.includes(name)) ordered.push(name);
  };
  for (const name of names) visit(name, []);
  return ordered;
}
