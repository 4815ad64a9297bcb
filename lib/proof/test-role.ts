// Boots bare hosts as a role's test asks, tries everything on them, and takes them down again.
import { join } from 'node:path';
import { loadFleet } from '../inventory/load-fleet.js';
import { labDown } from '../lab/lab-down.js';
import { labUp } from '../lab/lab-up.js';
import { imageRecipe, type ImageRecipe } from '../lab/settings/image-recipe.js';
import type { LabHost, LabSettings, Say } from '../lab/settings/lab-settings.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-vars.js';
import { Secret } from '../model/secret.js';
import { TrueupError } from '../model/trueup-error.js';
import { releases } from '../platform/releases.js';
import { secretsOf } from '../report/redact.js';
import type { Project } from './project.js';
import { prove, type ProveOptions } from './prove.js';
import type { Row } from './row.js';
import { Runs } from './stage/runs.js';
import type { Stage } from './stage/stage.js';
import { writeInventory } from './stage/write-inventory.js';
import type { Subject } from './subject.js';
import type { DeclaredTest, RoleTest } from './test-of.js';

/** A role with its test. */
export interface Tested {
  readonly role: RoleName;
  readonly declared: DeclaredTest;
}

export interface TestOptions extends ProveOptions, Pick<Subject, 'seed' | 'points' | 'tamperings'> {
  readonly lab: LabSettings;
  /** Trueup's own roles; those of the project are loaded as its inventories load them. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly packageRoot: string;
  readonly project: Project;
  readonly say: Say;
}

/** The three copies of the declared hosts. */
const lanes = ['drift', 'kills', 'back'] as const;

/** The last octet of the first host. */
const firstAddress = 11;

/** Every row, on one release. The hosts stay up. The caller holds the lab's lock, and has made sure of its needs. */
export async function testRole(
  { role, declared }: Tested,
  release: string | undefined,
  options: TestOptions,
): Promise<readonly Row[]> {
  const { lab, say } = options;
  await labDown(lab, false, () => undefined);
  const names = Object.keys(declaredFor(declared, lab, () => lab.gateway).hosts);
  const place = placesOf(lab, names);
  const hosts = lanes.flatMap((lane) => names.map((name) => place(lane, name)));
  const recipe = recipeOf(release);
  await labUp(lab, { hosts, recipe, extras: { secrets: [], site: [] } }, say);
  const stages = await Promise.all(
    lanes.map((lane) => {
      const addressOf = (name: string): string => place(lane, name).address;
      const test = declaredFor(declared, lab, addressOf);
      const machines = new Map(names.map((name) => [name, place(lane, name)]));
      return stageOf(test, join(lab.stateFolder, 'inventory', lane), { addressOf, machines }, options);
    }),
  );
  const [drift, kills, back] = stages.map(
    (stage) => new Runs(stage, { ...options, roles: stage.fleet.roles }),
  );
  if (!drift || !kills || !back) throw new TrueupError('E_INTERNAL', 'there is no stage');
  const test = declaredFor(declared, lab, () => lab.gateway);
  return prove({ drift, kills, back }, subjectOf(role, test, drift, options), options);
}

/** How the release's image is made. */
export function recipeOf(release: string | undefined): ImageRecipe {
  if (release === undefined) return imageRecipe({});
  const distro = releases.find(({ codename }) => codename === release)?.id ?? 'debian';
  return imageRecipe({ suite: release, distro });
}

/** `seed`, `points` and what the test declares. */
function subjectOf(role: RoleName, test: RoleTest, runs: Runs, options: TestOptions): Subject {
  const { tamper, stays, unwatched, never = [] } = test;
  const { seed, points, tamperings } = options;
  const secrets = [...secretsOf(runs.stage.fleet, runs.stage.fleet.roles), ...never];
  return {
    ...{ roles: [role], seed, points, tamperings },
    secrets: secrets.map((one) => (one instanceof Secret ? one.reveal() : one)),
    ...(tamper && { tamper }),
    ...(stays && { stays }),
    ...(unwatched && { unwatched }),
  };
}

async function stageOf(
  test: RoleTest,
  folder: string,
  { addressOf, machines }: Pick<Stage, 'machines'> & { readonly addressOf: (host: string) => string },
  { lab, roles, project }: TestOptions,
): Promise<Stage> {
  await writeInventory(folder, lab, { ...test, ...project }, addressOf);
  return {
    lab,
    inventory: [folder],
    cwd: folder,
    fleet: await loadFleet(folder, { roles, project: folder }),
    machines,
  };
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
): (lane: (typeof lanes)[number], name: string) => LabHost {
  const [prefix = ''] = /^\d+\.\d+\.\d+\./.exec(network) ?? [];
  return (lane, name) => ({
    name: `${lane}-${name}`,
    address: `${prefix}${firstAddress + lanes.indexOf(lane) * names.length + names.indexOf(name)}`,
  });
}
