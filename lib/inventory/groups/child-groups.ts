// Works out which groups are children of which: as written, with groups that have no parent below `all`, and without cycles.
import type { Problems } from '../raw/collect-problems.js';
import type { RawInventory } from '../raw/raw-inventory.js';

/** Group → the groups directly below it, parents before their children. A cycle is reported as a problem and broken. */
export function childGroups(
  { groups }: RawInventory,
  problems: Problems,
): ReadonlyMap<string, readonly string[]> {
  const below = new Map<string, string[]>();
  for (const [name, { children }] of groups) {
    below.set(
      name,
      [...children.keys()].filter((child) => groups.has(child)),
    );
  }
  const withParent = new Set([...below.values()].flat());
  const orphans = [...below.keys()].filter((name) => !withParent.has(name) && name !== 'ungrouped');
  // As in Ansible: `ungrouped` first, wherever it is written.
  const top = ['ungrouped', ...(below.get('all') ?? []), ...orphans.filter((name) => name !== 'all')];
  below.set(
    'all',
    [...new Set(top)].filter((name) => groups.has(name)),
  );
  const sorted = parentsFirst(below, (path, child) => {
    const place = groups.get(path.at(-1) ?? '')?.children.get(child);
    const circle = [...path.slice(path.indexOf(child)), child].join(' → ');
    problems.add(`groups contain each other in a cycle: ${circle}`, { place, code: 'E_CYCLE' });
  });
  return new Map(sorted.map((name) => [name, below.get(name) ?? []]));
}

/** Walks without recursion, because chains may be long; removes children that close a cycle from the lists. */
function parentsFirst(
  below: ReadonlyMap<string, string[]>,
  onCycle: (path: readonly string[], child: string) => void,
): readonly string[] {
  const finished: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of ['all', ...below.keys()]) {
    const path: { readonly name: string; next: number }[] = [];
    const enter = (name: string): void => {
      if (state.has(name)) return;
      state.set(name, 'open');
      path.push({ name, next: 0 });
    };
    enter(start);
    for (let step = path.at(-1); step; step = path.at(-1)) {
      const children = below.get(step.name) ?? [];
      const child = children[step.next];
      if (child === undefined) {
        state.set(step.name, 'done');
        finished.push(step.name);
        path.pop();
      } else if (state.get(child) === 'open') {
        onCycle(
          path.map(({ name }) => name),
          child,
        );
        children.splice(step.next, 1);
      } else {
        step.next++;
        enter(child);
      }
    }
  }
  return finished.reverse();
}
