// What tests of roles and of inventories are given alike.
import type { LabSettings, Say } from '../lab/settings/lab-settings.js';
import type { Role } from '../model/role.js';
import type { RoleName } from '../model/role-name-and-vars.js';
import type { ProveOptions } from './run-lanes.js';
import type { ImageSource } from './stage/image-of-release.js';
import type { Effort } from './subject.js';

export interface TestOptions extends ProveOptions, Effort, ImageSource {
  readonly lab: LabSettings;
  /** Trueup's own roles; those of the project are loaded as its inventories load them. */
  readonly roles: ReadonlyMap<RoleName, Role>;
  readonly packageRoot: string;
  /** Keeps the hosts' disks in memory. */
  readonly inMemory?: boolean;
  readonly say: Say;
}
