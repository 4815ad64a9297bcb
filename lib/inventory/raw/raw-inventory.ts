// An inventory as written: groups, hosts, and the variables of each, before precedence is applied.
import type { Place } from '../../model/fleet.js';
import type { RawMap } from './raw-value.js';

/** Where variables were written decides which value wins: see precedence.ts. */
export interface RawVars {
  /** In the inventory's sources themselves, in the order read. */
  readonly inline: RawMap[];
  /** In group_vars/ or host_vars/, in the order read. */
  readonly folder: FolderVars[];
}

/** Variables of one file. */
export interface FolderVars extends RawMap {
  /** The position of its folder among those with group_vars/ and host_vars/, counted from 0: the last one wins. */
  readonly layer: number;
}

export interface RawGroup extends RawVars {
  readonly name: string;
  readonly place: Place;
  readonly children: Map<string, Place>;
  /** Hosts listed here, not those of its children. */
  readonly hosts: Set<string>;
  /** ansible_group_priority: among groups of the same depth, the higher one wins. */
  priority: number;
}

export interface RawHost extends RawVars {
  readonly name: string;
  readonly place: Place;
  /** The source that names it first. */
  readonly source: Source;
  /** Set if it is in no group, not even in `all`, because only the pattern of this run mentions it. */
  readonly implicit?: true;
}

/** One file with groups and hosts, or a list of hosts on the command line. */
export interface Source {
  readonly kind: 'file' | 'list';
  /** The file's path, or the list. */
  readonly name: string;
  /** Folder of the inventory that it belongs to; relative paths start here. */
  readonly folder: string;
  /** `named`: the source itself was given; the others were found in the given folder, or in a sub-folder. */
  readonly found: 'named' | 'in folder' | 'in sub-folder';
}

export interface RawInventory {
  /** Folder of the first of its inventories. */
  readonly folder: string;
  /** By name, in the order written; `all` and `ungrouped` are always there. */
  readonly groups: Map<string, RawGroup>;
  readonly hosts: Map<string, RawHost>;
  /** Given for this run; they override all others. */
  readonly extra: RawMap[];
  /** Set if a source could not be read: definitions that seem to be missing may be in it. */
  incomplete?: boolean;
}

/** Every list of variables: of groups, of hosts, and of the run. */
export function listsOfVars({ groups, hosts, extra }: RawInventory): readonly RawMap[][] {
  const owners: readonly RawVars[] = [...groups.values(), ...hosts.values()];
  return [...owners.flatMap(({ inline, folder }): RawMap[][] => [inline, folder as RawMap[]]), extra];
}
