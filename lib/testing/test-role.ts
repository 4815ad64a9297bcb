// Boots bare hosts as a role's test declares them, and runs all tests on them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadFleet } from '../inventory/load-fleet.js';
import { labDown } from '../lab/lab-down.js';
import { labUp } from '../lab/lab-up.js';
import type { LabHost, LabSettings } from '../lab/settings/lab-settings.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { loadRoles } from '../roles/load-roles.js';
import type { Project } from './tested-project.js';
import { laneNames, lanesFor, prove, type Bare, type LaneName } from './run-lanes.js';
import type { Row } from './report-row.js';
import { recipeOf } from './stage/image-of-release.js';
import { Runs } from './stage/engine-runs.js';
import { hostsFile } from './stage/boot-lab.js';
import { declaredFor, outlineOf } from './stage/role-test-lab.js';
import { writeInventory } from './stage/write-inventory.js';
import { subjectOf } from './subject.js';
import type { TestOptions } from './test-options.js';
import type { DeclaredTest } from './define-role-test.js';

/** A role with its test. */
export interface Tested {
  readonly role: RoleName;
  readonly declared: DeclaredTest;
}

/** The last octet of the first host, and of the first lane's spare address. */
const [firstAddress, firstSpare] = [11, 240];

/** The rows for one release. The hosts keep running. The caller must hold the lab's lock and check its needs. */
export async function testRole(
  { role, declared }: Tested,
  release: string | undefined,
  options: TestOptions & { readonly project: Project },
): Promise<readonly Row[]> {
  const { lab, say, roles, project, inMemory = false } = options;
  await labDown(lab, false, () => undefined);
  const names = Object.keys((await outlineOf(declared)).hosts);
  const place = placesOf(lab, names);
  const hosts = lanesFor(options).flatMap((lane) => names.map((name) => place(lane, name)));
  const extras = { secrets: [], certificates: [] };
  const recipe = recipeOf(release, options);
  await labUp(lab, { hosts, recipe, extras, project: project.folder, inMemory }, say);
  await writeFile(hostsFile(lab), JSON.stringify(hosts));

  const bare = async (lane: LaneName): Promise<Bare> => {
    const addressOf = (name: string): string => place(lane, name).address;
    const spare = addressIn(lab, firstSpare + laneNames.indexOf(lane));
    const folder = join(lab.stateFolder, 'inventory', lane);
    const files = join(lab.stateFolder, 'files', lane);
    const test = await declaredFor(declared, lab, { addressOf, spare }, files);
    await writeInventory(folder, lab, { ...test, ...project }, addressOf);
    const fleet = await loadFleet(folder, { roles, loadRoles, project: folder });
    const machines = new Map(names.map((name) => [name, place(lane, name)]));
    const stage = { lab, inventory: [folder], cwd: folder, fleet, machines };
    const runs = new Runs(stage, { ...options, roles: fleet.roles });
    return { runs, subject: subjectOf([role], runs, { ...options, ...test }) };
  };
  return prove({ together: true, bare }, options);
}

/** Machines are named after their lane: `kills-one`. */
function placesOf(lab: LabSettings, names: readonly string[]): (lane: LaneName, name: string) => LabHost {
  return (lane, name) => {
    const nth = laneNames.indexOf(lane) * names.length + names.indexOf(name);
    return { name: `${lane}-${name}`, address: addressIn(lab, firstAddress + nth) };
  };
}

function addressIn({ network }: LabSettings, last: number): string {
  return network.replace(/\d+\/\d+$/, String(last));
}
