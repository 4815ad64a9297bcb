// Determines what `trueup test` runs, and in which lab.
import type { LoadedFleet } from '../lib/inventory/loaded-fleet.js';
import { readTexts } from '../lib/inventory/read/all-variable-texts.js';
import { withLabLock } from '../lib/lab/lab-lock.js';
import { checkLabHosts } from '../lib/lab/network/allowed-addresses.js';
import { extrasOf } from '../lib/lab/settings/generated-lab-files.js';
import { checkOwner } from '../lib/lab/settings/lab-owner.js';
import type { LabSettings } from '../lib/lab/settings/lab-settings.js';
import type { Role } from '../lib/model/role.js';
import type { RoleName } from '../lib/model/role-name-and-vars.js';
import type { Row } from '../lib/testing/report-row.js';
import { withProofLab } from '../lib/testing/stage/boot-lab.js';
import { recipeOf, type ImageSource } from '../lib/testing/stage/image-of-release.js';
import { outlineOf } from '../lib/testing/stage/role-test-lab.js';
import { ensureNoLab, testInventory } from '../lib/testing/test-inventory.js';
import type { Expectations } from '../lib/testing/define-role-test.js';
import type { TestOptions } from '../lib/testing/test-options.js';
import { testRole, type Tested } from '../lib/testing/test-role.js';
import { expectationsOf, type Found } from './find-role-tests.js';
import { inventoriesOf } from '../lib/run/find-inventories.js';
import { checkRoleNames, openFleet } from '../lib/run/open-fleet.js';
import { inventoriesInWords } from './inventory-option.js';
import { labOfInventory } from './lab-of-inventory.js';
import { inventorySettings } from './inventory-settings.js';
import { tellMade } from './inventory-warnings.js';

/** All tests of a role, or of an inventory, on one release. */
interface Test {
  /** What is tested, in words. */
  readonly role: string;
  readonly release: string | undefined;
  readonly run: (options: TestOptions) => Promise<readonly Row[]>;
}

export interface Prepared {
  /** Runs `work` with the lab for the tests. Throws E_LAB or E_LOCKED if a test would use hosts that are in use. */
  readonly withLab: <T>(work: (lab: LabSettings) => Promise<T>) => Promise<T>;
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
  return { withLab: (work) => withProofLab(project.folder, work), tests };
}

/** A test of the inventory's hosts, as `trueup lab up` boots them. */
export async function testOfInventory(
  builtin: ReadonlyMap<RoleName, Role>,
  given: readonly string[],
  only: readonly RoleName[],
  [release]: readonly string[] = [],
  source: ImageSource = {},
): Promise<Prepared> {
  const inventory = inventoriesOf(given);
  const { lab, hosts, project } = await labOfInventory(inventory, undefined, (suite) =>
    release === undefined ? recipeOf(suite, source) : undefined,
  );
  checkLabHosts(lab, hosts);
  const extras = extrasOf(lab, hosts, await readTexts(inventory));
  const load = async (): Promise<LoadedFleet> => {
    const fleet = await openFleet(inventorySettings({ inventory: given }), {
      builtin,
      onWarning: () => undefined,
      onMade: tellMade,
    });
    checkRoleNames(only, fleet.roles);
    return fleet;
  };
  const expect = (roles: readonly RoleName[]): Promise<Expectations> => expectationsOf(roles, project);
  const tested = { inventory, hosts, extras, project, load, expect, ...(only.length > 0 && { only }) };
  const run: Test['run'] = (options) => testInventory(tested, release, options);
  const withLab: Prepared['withLab'] = (work) =>
    withLabLock(lab, async () => {
      await checkOwner(lab, project);
      await ensureNoLab(lab);
      return work(lab);
    });
  return { withLab, tests: [{ role: inventoriesInWords(inventory), release, run }] };
}

async function releasesOf({ declared }: Tested): Promise<readonly (string | undefined)[]> {
  const { releases = [] } = await outlineOf(declared);
  return releases.length > 0 ? releases : [undefined];
}
