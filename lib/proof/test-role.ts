// Boots bare hosts as a role's test asks, and tries everything on them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadFleet } from '../inventory/load-fleet.js';
import { labDown } from '../lab/lab-down.js';
import { labUp } from '../lab/lab-up.js';
import type { LabHost, LabSettings } from '../lab/settings/lab-settings.js';
import type { RoleName } from '../model/role-vars.js';
import { loadRoles } from '../roles/load-roles.js';
import type { Project } from './project.js';
import { laneNames, prove, type LaneName } from './prove.js';
import type { Row } from './row.js';
import { recipeOf } from './stage/recipe-of.js';
import { Runs } from './stage/runs.js';
import { hostsFile } from './stage/proof-lab.js';
import { writeInventory } from './stage/write-inventory.js';
import { subjectOf } from './subject.js';
import type { TestOptions } from './test-options.js';
import type { DeclaredTest, RoleTest } from './test-of.js';

/** A role with its test. */
export interface Tested {
  readonly role: RoleName;
  readonly declared: DeclaredTest;
}

/** The last octet of the first host. */
const firstAddress = 11;

/** Every row, on one release. The hosts stay up. The caller holds the lab's lock, and has made sure of its needs. */
export async function testRole(
  { role, declared }: Tested,
  release: string | undefined,
  options: TestOptions & { readonly project: Project },
): Promise<readonly Row[]> {
  const { lab, say, roles, project } = options;
  await labDown(lab, false, () => undefined);
  const names = Object.keys(declaredFor(declared, lab, () => lab.gateway).hosts);
  const place = placesOf(lab, names);
  const hosts = laneNames.flatMap((lane) => names.map((name) => place(lane, name)));
  const extras = { secrets: [], certificates: [] };
  await labUp(lab, { hosts, recipe: recipeOf(release), extras, project: project.folder }, say);
  await writeFile(hostsFile(lab), JSON.stringify(hosts));

  const bare = async (lane: LaneName): Promise<Runs> => {
    const addressOf = (name: string): string => place(lane, name).address;
    const folder = join(lab.stateFolder, 'inventory', lane);
    await writeInventory(folder, lab, { ...declaredFor(declared, lab, addressOf), ...project }, addressOf);
    const fleet = await loadFleet(folder, { roles, loadRoles, project: folder });
    const machines = new Map(names.map((name) => [name, place(lane, name)]));
    const stage = { lab, inventory: [folder], cwd: folder, fleet, machines };
    return new Runs(stage, { ...options, roles: fleet.roles });
  };
  const test = declaredFor(declared, lab, () => lab.gateway);
  return prove({ together: true, bare }, (runs) => subjectOf([role], runs, { ...options, ...test }), options);
}

function declaredFor(
  declared: DeclaredTest,
  { gateway }: LabSettings,
  addressOf: (host: string) => string,
): RoleTest {
  return typeof declared === 'function' ? declared({ controller: gateway, addressOf }) : declared;
}

/** Machines are called after their lane: `kills-one`. */
function placesOf(
  { network }: LabSettings,
  names: readonly string[],
): (lane: LaneName, name: string) => LabHost {
  const [prefix = ''] = /^\d+\.\d+\.\d+\./.exec(network) ?? [];
  return (lane, name) => ({
    name: `${lane}-${name}`,
    address: `${prefix}${firstAddress + laneNames.indexOf(lane) * names.length + names.indexOf(name)}`,
  });
}
