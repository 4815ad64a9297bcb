// An inventory as written: groups, hosts, and the variables of each, before anybody asks who wins.
import type { Place } from '../model/fleet.js';
import type { WrittenMap } from './written.js';

/** Where variables were written decides who wins: see precedence.ts. */
export interface WrittenVars {
  /** In the inventory file itself, in the order read. */
  readonly inline: WrittenMap[];
  /** In group_vars/ or host_vars/, in the order read. */
  readonly folder: WrittenMap[];
}

export interface WrittenGroup extends WrittenVars {
  readonly name: string;
  readonly place: Place;
  readonly children: Map<string, Place>;
  /** Hosts listed here, not those of its children. */
  readonly hosts: Set<string>;
  /** ansible_group_priority: among groups of the same depth the higher wins. */
  priority: number;
}

export interface WrittenHost extends WrittenVars {
  readonly name: string;
  readonly place: Place;
}

export interface WrittenInventory {
  readonly folder: string;
  /** By name, in the order written; `all` is always there. */
  readonly groups: Map<string, WrittenGroup>;
  readonly hosts: Map<string, WrittenHost>;
}
