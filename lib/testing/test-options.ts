// Options that tests of roles and tests of inventories share.
import type { LabSettings, Say } from '../lab/settings/lab-settings.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { ProveOptions } from './run-lanes.js';
import type { ImageSource } from './stage/image-of-release.js';
import type { Effort } from './subject.js';

export interface TestOptions extends ProveOptions, Effort, ImageSource {
  readonly lab: LabSettings;
  /** Trueup's own roles; the project's roles are loaded in the same way as for its inventories. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly packageRoot: string;
  /** Whether to keep the hosts' disks in memory. */
  readonly inMemory?: boolean;
  readonly say: Say;
}
