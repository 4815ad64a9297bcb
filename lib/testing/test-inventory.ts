// Boots the hosts of an inventory on this machine, as bare hosts, and tests everything that it declares on them.
import type { LoadedFleet } from '../inventory/loaded-fleet.js';
import { hostsOnDisk } from '../lab/hosts/hosts-on-disk.js';
import { resetHosts } from '../lab/status-stop-start-reset.js';
import { labUp } from '../lab/lab-up.js';
import type { LabExtras } from '../lab/settings/generated-lab-files.js';
import type { LabHost, LabSettings } from '../lab/settings/lab-settings.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import { TrueupError } from '../model/trueup-error.js';
import { laneNames, prove, type Bare, type LaneName } from './run-lanes.js';
import type { Row } from './report-row.js';
import { recipeOf } from './stage/image-of-release.js';
import { Runs } from './stage/engine-runs.js';
import { subjectOf } from './subject.js';
import type { Expectations } from './define-role-test.js';
import type { TestOptions } from './test-options.js';

/** An inventory whose hosts are in the lab. */
export interface TestedInventory {
  readonly inventory: readonly string[];
  readonly hosts: readonly LabHost[];
  readonly extras: LabExtras;
  readonly project: string;
  /** The roles under test. Defaults to all. */
  readonly only?: readonly RoleName[];
  /** The expectations of the roles' own tests. */
  readonly expect: (roles: readonly RoleName[]) => Promise<Expectations>;
  /** Called once the lab is up, because the lab creates the secrets and certificates. */
  readonly load: () => Promise<LoadedFleet>;
}

/** Throws E_LAB if the lab has hosts, running or stopped: their disks would be lost. */
export async function ensureNoLab(lab: LabSettings): Promise<void> {
  if ((await hostsOnDisk(lab)).length === 0) return;
  throw new TrueupError('E_LAB', 'test: the lab already has hosts, but a test needs bare ones', {
    hint: 'Remove the lab with `trueup lab down`, then try again.',
  });
}

/** Returns all rows. The hosts keep running. The caller must hold the lab's lock, and have called `ensureNoLab`. */
export async function testInventory(
  { inventory, hosts, extras, project, only, expect, load }: TestedInventory,
  release: string | undefined,
  options: TestOptions,
): Promise<readonly Row[]> {
  const { lab, say, inMemory = false } = options;
  await labUp(lab, { hosts, recipe: recipeOf(release, options), extras, project, inMemory }, say);
  const fleet = await load();
  const machines = new Map(hosts.map((host) => [host.name, host]));
  const stage = { lab, inventory, cwd: process.cwd(), fleet, machines };
  const roles = only ?? [...new Set(fleet.hosts.flatMap((host) => host.roles))];
  const expected = await expect(roles);
  const bare = async (lane: LaneName): Promise<Bare> => {
    if (lane !== laneNames[0]) await resetHosts(lab, hosts, () => undefined);
    const runs = new Runs(stage, { ...options, roles: fleet.roles });
    return { runs, subject: subjectOf(roles, runs, { ...options, ...expected }) };
  };
  return prove({ together: false, bare }, options);
}
