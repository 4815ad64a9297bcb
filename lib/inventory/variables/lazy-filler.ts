// Prepares to fill in templates when the first one is found.
import { resolve } from 'node:path';
import { operatorHome } from '../../operator.js';
import type { GroupTree } from '../groups/group-tree.js';
import { Problems } from '../raw/collect-problems.js';
import type { Opener, Raw } from '../raw/raw-value.js';
import type { RawInventory } from '../raw/raw-inventory.js';
import { hasTemplate } from '../raw/mark-raw-value.js';
import { Filler, type Filled } from './fill-host-variables.js';
import { inForce, valuesOf } from './effective-values.js';
import { originsOf } from './precedence.js';
import type { RoleKeys } from './role-keys.js';

interface Options {
  readonly tree: GroupTree;
  readonly keys: RoleKeys;
  readonly open: Opener;
  /** The current folder. */
  readonly project?: string;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Fills in the templates of a host's variable. */
export type Fill = (host: string, variable: string, written: Raw) => Filled;

/** Returns such a function for the hosts of an inventory. */
export function filling({ folder, groups, hosts, extra }: RawInventory, options: Options): Fill {
  const { tree, keys, open, project, home = operatorHome(), env = {} } = options;
  const told = new Map<string, ReadonlyMap<string, Raw>>();
  const toldTo = (name: string): ReadonlyMap<string, Raw> => {
    const host = hosts.get(name);
    const known = told.get(name);
    if (known || !host) return known ?? new Map();
    // Conflicts between sibling groups are reported when the host itself is resolved.
    const values = valuesOf(inForce(originsOf(host, tree, keys, new Problems(), extra), keys));
    told.set(name, values);
    return values;
  };
  let filler: Filler | undefined;
  return (host, variable, written) => {
    if (!hasTemplate(written)) return { value: written };
    filler ??= new Filler({
      folders: project === undefined ? [folder] : [project, folder],
      folderOf: (name) => resolve(hosts.get(name)?.source.folder ?? folder),
      home,
      env,
      tree,
      groupNames: [...groups.keys()],
      hostNames: [...hosts.keys()],
      toldTo,
      open,
    });
    return filler.fill(host, variable, written);
  };
}
