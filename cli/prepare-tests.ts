// What `trueup test` is to run, and in which lab.
import type { LoadedFleet } from '../lib/inventory/loaded-fleet.js';
import { readHosts } from '../lib/inventory/read/read-hosts.js';
import { theLab, type LabSettings } from '../lib/lab/settings/lab-settings.js';
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-vars.js';
import type { Row } from '../lib/proof/row.js';
import { proofLab } from '../lib/proof/stage/proof-lab.js';
import { recipeOf, type ImageSource } from '../lib/proof/stage/recipe-of.js';
import { outlineOf } from '../lib/proof/stage/test-lab.js';
import { ensureNoLab, testInventory } from '../lib/proof/test-inventory.js';
import type { TestOptions } from '../lib/proof/test-options.js';
import { testRole, type Tested } from '../lib/proof/test-role.js';
import type { Found } from './find-tests.js';
import { inventoriesOf } from '../lib/run/find-inventories.js';
import { checkRoleNames, openFleet } from '../lib/run/open-fleet.js';
import { inventoriesInWords } from './inventory-option.js';
import { inventorySettings } from './inventory-settings.js';
import { tellMade } from './warnings.js';

/** One run of the whole table. */
interface Test {
  /** What is tested, in words. */
  readonly role: string;
  readonly release: string | undefined;
  readonly run: (options: TestOptions) => Promise<readonly Row[]>;
}

export interface Prepared {
  readonly lab: LabSettings;
  /** Throws E_LAB where a test would take somebody's hosts. */
  readonly ensureFree: () => Promise<void>;
  readonly tests: readonly Test[];
}

type Releases = readonly string[] | undefined;

/** Each role on each release. */
export async function testsOfRoles({ tested, project }: Found, releases: Releases): Promise<Prepared> {
  const tests: Test[] = [];
  for (const one of tested)
    for (const release of releases ?? (await releasesOf(one)))
      tests.push({
        ...{ role: one.role, release },
        run: (options) => testRole(one, release, { ...options, project }),
      });
  return { lab: proofLab, ensureFree: () => Promise.resolve(), tests };
}

/** The inventory's hosts, as `trueup lab up` boots them. */
export async function testOfInventory(
  builtin: ReadonlyMap<RoleName, Role>,
  given: readonly string[],
  only: readonly RoleName[],
  [release]: readonly string[] = [],
  source: ImageSource = {},
): Promise<Prepared> {
  const inventory = inventoriesOf(given);
  const hosts = (await readHosts(inventory)).map(({ suite, ...host }) =>
    suite === undefined || release !== undefined ? host : { ...host, recipe: recipeOf(suite, source) },
  );
  const load = async (): Promise<LoadedFleet> => {
    const fleet = await openFleet(inventorySettings({ inventory: given }), {
      builtin,
      onWarning: () => undefined,
      onMade: tellMade,
    });
    checkRoleNames(only, fleet.roles);
    return fleet;
  };
  const tested = { inventory, hosts, load, ...(only.length > 0 && { only }) };
  const run: Test['run'] = (options) => testInventory(tested, release, options);
  const ensureFree = (): Promise<void> => ensureNoLab(theLab);
  return { lab: theLab, ensureFree, tests: [{ role: inventoriesInWords(inventory), release, run }] };
}

async function releasesOf({ declared }: Tested): Promise<readonly (string | undefined)[]> {
  const { releases = [] } = await outlineOf(declared, proofLab);
  return releases.length > 0 ? releases : [undefined];
}
