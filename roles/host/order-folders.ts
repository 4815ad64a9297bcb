// Directories and mounts, in an order in which each one's parent exists.
import type { Resource } from '../../lib/kit.js';
import { declaredDirectories } from './files.js';
import { declaredMounts } from './storage.js';
import type { HostVars } from './vars.js';

/** The directories that no mount would hide, then the mounts, then the directories within these. */
export function* declaredFolders(vars: HostVars): Generator<Resource> {
  const points = Object.keys(vars.mounts ?? {});
  const isMounted = ([path]: readonly [string, unknown]): boolean =>
    points.some((point) => path === point || path.startsWith(`${point}/`));
  const all = Object.entries(vars.directories ?? {});
  const some = (which: typeof all) => declaredDirectories({ directories: Object.fromEntries(which) });
  yield* some(all.filter((one) => !isMounted(one)));
  yield* declaredMounts(vars);
  yield* some(all.filter(isMounted));
}
