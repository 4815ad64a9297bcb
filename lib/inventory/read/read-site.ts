// Reads site.yml: which roles each group gets.
import type { Place } from '../../model/fleet.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-vars.js';
import { hintFor } from '../schema/did-you-mean.js';
import { siteFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/problems.js';
import { readChecked } from './read-checked.js';
import { entriesOf } from '../raw/raw.js';

export interface SiteEntry {
  readonly group: string;
  readonly role: RoleName;
  /** Where the role stands in site.yml. */
  readonly place: Place;
}

/** Every role of every group, in the order written. */
export async function readSite(
  file: string,
  groups: readonly string[],
  roles: ReadonlyMap<RoleName, Role>,
  problems: Problems,
): Promise<readonly SiteEntry[]> {
  const written = await readChecked(file, siteFileSchema, problems);
  if (!written) {
    const hint = 'List the roles of each group: roles: {all: [base], web: [nginx]}.';
    problems.add('assigns no roles', { place: { file, line: 1, column: 1 }, hint });
  }
  const site: SiteEntry[] = [];
  for (const [group, { place, value }] of entriesOf(entriesOf(written).get('roles')?.value)) {
    if (!groups.includes(group)) {
      problems.add(`roles.${group}: there is no group named ${group}`, {
        place,
        hint: hintFor(group, groups),
      });
    }
    for (const item of value.kind === 'list' ? value.items : []) {
      if (item.kind !== 'scalar' || typeof item.value !== 'string') continue;
      if (roles.has(item.value)) site.push({ group, role: item.value, place: item.place });
      else {
        const hint = hintFor(item.value, [...roles.keys()]);
        problems.add(`roles.${group}: there is no role named ${item.value}`, { place: item.place, hint });
      }
    }
  }
  return site;
}
