// Draws the stack as a Mermaid flowchart: hosts in their groups, and arrows for the connections.
import type { Fleet, Host } from '../model/fleet.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { portInWords, talksOf } from './connections-between-hosts.js';

/** Mermaid source for the whole stack, or for one host and its connections. Dotted arrows come from operators. */
export function stackDiagram(fleet: Fleet, roles: ReadonlyMap<RoleName, Role>, about?: Host): string {
  const ids = new Map(fleet.hosts.map(({ name }, index) => [name, `h${index}`]));
  const id = (name: string): string => ids.get(name) ?? name;
  const arrows = new Map<string, { readonly arrow: string; readonly labels: Set<string> }>();
  const outside = new Set<string>();
  const shown = new Set(about ? [about.name] : fleet.hosts.map(({ name }) => name));
  for (const talk of talksOf(fleet, roles)) {
    for (const caller of typeof talk.from === 'string' ? [talk.from] : talk.from) {
      if (about && caller !== about.name && talk.to !== about.name) continue;
      if (ids.has(caller)) shown.add(caller);
      else outside.add(caller);
      shown.add(talk.to);
      const key = `${id(caller)} ${id(talk.to)}`;
      const known = arrows.get(key) ?? { arrow: caller === 'operators' ? '-.->' : '-->', labels: new Set() };
      arrows.set(key, known);
      known.labels.add(`${talk.role} ${portInWords(talk)}`);
    }
  }
  return [
    'flowchart LR',
    ...[...outside].map((who) => `  ${who}([${quoted(who)}])`),
    ...groups(fleet, shown).flatMap(([group, hosts], index) => [
      `  subgraph g${index}[${quoted(group)}]`,
      ...hosts.map(
        (host) => `    ${id(host.name)}[${quoted(host.name, host.address, host.roles.join(', '))}]`,
      ),
      '  end',
    ]),
    ...[...arrows].map(([key, { arrow, labels }]) => {
      const [from = '', to = ''] = key.split(' ');
      return `  ${from} ${arrow}|${quoted(...labels)}| ${to}`;
    }),
    '',
  ].join('\n');
}

/** Each host once, under its smallest group. */
function groups(fleet: Fleet, shown: ReadonlySet<string>): readonly (readonly [string, readonly Host[]])[] {
  const found = new Map<string, Host[]>();
  for (const host of fleet.hosts.filter(({ name }) => shown.has(name))) {
    const sizes = host.groups.map((group) => ({ group, size: fleet.inGroup(group).length }));
    const smallest = sizes.reduce((least, next) => (next.size <= least.size ? next : least));
    found.set(smallest.group, [...(found.get(smallest.group) ?? []), host]);
  }
  return [...found];
}

function quoted(...lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;'),
  );
  return `"${escaped.filter((line) => line !== '').join('<br/>')}"`;
}
