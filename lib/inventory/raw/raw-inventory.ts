// An inventory as written: groups, hosts, and the variables of each, before anybody asks who wins.
import type { Place } from '../../model/fleet.js';
import type { RawMap } from './raw.js';

/** Where variables were written decides who wins: see precedence.ts. */
export interface RawVars {
  /** In the inventory file itself, in the order read. */
  readonly inline: RawMap[];
  /** In group_vars/ or host_vars/, in the order read. */
  readonly folder: RawMap[];
}

export interface RawGroup extends RawVars {
  readonly name: string;
  readonly place: Place;
  readonly children: Map<string, Place>;
  /** Hosts listed here, not those of its children. */
  readonly hosts: Set<string>;
  /** ansible_group_priority: among groups of the same depth the higher wins. */
  priority: number;
}

export interface RawHost extends RawVars {
  readonly name: string;
  readonly place: Place;
}

export interface RawInventory {
  readonly folder: string;
  /** By name, in the order written; `all` is always there. */
  readonly groups: Map<string, RawGroup>;
  readonly hosts: Map<string, RawHost>;
}
