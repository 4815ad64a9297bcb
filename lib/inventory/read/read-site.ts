// Reads trueup.yml: which roles each group gets.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../../model/fleet.js';
import type { Role } from '../../model/role.js';
import type { RoleName } from '../../model/role-vars.js';
import { hintFor } from '../schema/did-you-mean.js';
import { siteFileSchema } from '../schema/inventory-schemas.js';
import type { Problems } from '../raw/problems.js';
import type { VarsFolder } from './inventory-files.js';
import { readChecked } from './read-checked.js';
import { entriesOf } from '../raw/raw.js';

export interface SiteEntry {
  readonly group: string;
  readonly role: RoleName;
  /** The role's place in the file. */
  readonly place: Place;
}

/** The file that says which roles groups get. */
export interface SiteFile {
  readonly path: string;
  /** It belongs to the project rather than to an inventory, so it may name groups that this inventory doesn't have. */
  readonly shared: boolean;
}

const names = ['trueup.yml', 'trueup.yaml', 'site.yml', 'site.yaml'];

/** trueup.yml beside the inventory, else in the project's folder; where there is none, site.yml. */
export function findSite(folders: readonly VarsFolder[]): SiteFile | undefined {
  const places = names.flatMap((name) =>
    folders.map(({ path, shared }) => ({ path: join(path, name), shared })),
  );
  return places.find(({ path }) => existsSync(path));
}

/** What to do if there is none. */
export const howToAssign =
  'Create a trueup.yml that lists the roles of each group: roles: {all: [base], web: [nginx]}.';

interface Known {
  readonly groups: readonly string[];
  /** Whether there may be more groups, in a source that can't be read. */
  readonly incomplete?: boolean | undefined;
  readonly roles: ReadonlyMap<RoleName, Role>;
  /** Whether a playbook in its place is ignored. */
  readonly optional?: boolean;
}

/** Every role of every group, in the order written. */
export async function readSite(
  { path: file, shared }: SiteFile,
  { groups, roles, incomplete, optional = false }: Known,
  problems: Problems,
): Promise<readonly SiteEntry[]> {
  const place = { file, line: 1, column: 1 };
  const written = await readChecked(file, siteFileSchema, problems, (one) => one.kind !== 'list');
  if (!written) {
    const hint = 'List the roles of each group: roles: {all: [base], web: [nginx]}.';
    problems.add('assigns no roles', { place, hint });
  } else if (written.kind === 'list' && !optional) {
    problems.add('is a playbook, which trueup does not run', { place, hint: howToAssign });
  }
  const site: SiteEntry[] = [];
  for (const [group, { place, value }] of entriesOf(entriesOf(written).get('roles')?.value)) {
    if (!groups.includes(group) && !incomplete) {
      const details = { place, hint: hintFor(group, groups) };
      const message = `roles.${group}: there is no group named ${group}`;
      if (shared) problems.warn(message, details);
      else problems.add(message, details);
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
