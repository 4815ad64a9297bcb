// A resource: one thing with a declared state on one host. Pure data and pure functions, without I/O.
import type { Secret } from './secret.js';
import type { Answer, Script } from './script.js';

/** A difference between the declared and the current value of one attribute. */
export interface Change<Key extends string = string> {
  readonly verb: 'create' | 'update' | 'remove' | 'run';
  /**
   * The attribute, as code and saved plans compare it: `content`, `mode`, `package nginx`. Within a step, verb and key together
   * identify a change.
   */
  readonly key: Key;
  /** The attribute as shown to people. This text may be reworded at any time. Defaults to `key`. */
  readonly what?: string;
  readonly from?: string | Secret;
  readonly to?: string | Secret;
}

/** A change as plans, events and records show it. */
export interface LabelledChange extends Change {
  readonly what: string;
}

/** Returned by `read` if the state is unknown; `why` completes the sentence "cannot determine the state, because …". */
export class Unreadable {
  constructor(readonly why: string) {}
}

/** How a step that could lock the operator out is confirmed or undone. The step's script has armed an automatic revert on the host. */
export interface Confirmation {
  /** Run over a new connection, which proves that a login works. Fails if the change has already been reverted. */
  readonly confirm: Script;
  /** Reverts the change immediately. Run over the old connection if no new one succeeded. */
  readonly undo: Script;
}

/** How a resource could lock the operator out: through these changes, which must be confirmed, or only through a rollback. */
export type Access = Confirmation | 'rollback';

/** How changes affect what a host serves. */
export type Impact = 'renews' | 'interrupts';

/**
 * How a step is reverted, in a rollback or once the resource is no longer declared. By default, kept paths are restored, and
 * what the step created is removed.
 */
export interface Undo<Want, Have, Key extends string = string> {
  /**
   * Paths on the host that a step replaces. They are saved before the step, and restored before `revert` runs. Defaults to
   * `paths`.
   */
  keeps?(want: Want): readonly string[];
  /**
   * Reverts the host to `have`, possibly long after `apply` and without the inventory. If that is impossible or incomplete,
   * returns a string that completes the sentence "… can't be rolled back: …". Returns undefined to select the default.
   */
  revert?(want: Want, have: Have, changes: readonly Change<Key>[]): Revert | undefined;
  /** Paths on the host that `revert` needs and that may have been removed by then. */
  needs?(want: Want, have: Have): readonly string[];
  /**
   * Makes running programs load the state on disk after a rollback that changed this resource or one that it watches. It must
   * succeed if there is nothing to reload.
   */
  reload?(want: Want, have: Have): Script;
  /**
   * Removes what `apply` created. It must succeed if nothing is left, and must keep what others have added since. Without this
   * function, resources of this type stay on the host when they are no longer declared.
   */
  remove?(want: Want): Script;
  /** Whether the changes create what `remove` removes. By default, they do if one of them has the verb `create`. */
  brings?(want: Want, changes: readonly Change<Key>[]): boolean;
  readonly removal?: Removal;
  /**
   * Ids of other resources that `apply` removes, which therefore don't count as orphaned. An id that ends with a space is
   * a prefix.
   */
  drops?(want: Want, have: Have): readonly string[];
  /** Whether the changes, or their rollback, could lock the operator out. If there are no changes: whether `reload` could. */
  access?(want: Want, changes: readonly Change<Key>[]): Access | undefined;
}

/** Special properties of `remove`. */
export interface Removal {
  /** Set if the removal may delete data: `--prune` then keeps the resource unless its name is given. */
  readonly byName?: true;
  /** Set if a rollback can't restore everything that was removed. This is reported. */
  readonly forGood?: true;
  /** Set if the removal could lock the operator out. */
  readonly access?: true;
  /** Set if the removal leaves a package installed. This is reported. */
  readonly leavesPackage?: true;
}

/** The parts of a revert: scripts, and sentences about what can't be reverted. */
export type Revert = Script | string | readonly (Script | string)[];

/** The resources that this one watches, as a service watches its configuration. */
export interface Watch<Want, Have, Key extends string = string> {
  /** Resources whose changes this one must pick up. */
  on(want: Want): readonly Resource[];
  /**
   * Set if the state depends on those resources. While changes to any of them are pending, the state is unknown; it is
   * queried again afterwards.
   */
  readonly afterwards?: true;
  /** Run on the host before a watched resource changes, so that the change isn't missed if the run is interrupted. */
  before?(want: Want): Script;
  /** The changes that result from changes of watched resources in the same plan. */
  follow?(want: Want, changed: readonly Resource[], have: Have): readonly Change<Key>[];
}

/** When and how steps of this type are run. */
export interface Schedule<Want, Have, Key extends string = string> {
  /**
   * The phase in which the type's steps run on a host. `sources` and then `packages` come first; `reboot`, which waits for the
   * host's next boot, and `removal` come last. By default, steps run in declared order.
   */
  readonly phase?: 'sources' | 'packages' | 'reboot' | 'removal';
  /**
   * Merges all of a host's wants into one, for a single step that belongs to no role and waits for no other host. Throws
   * E_CONTRADICTION if the wants contradict each other.
   */
  merge?(wants: readonly Want[]): Want;
  /** Seconds that one apply may take. Defaults to 120. */
  readonly seconds?: number | ((want: Want) => number);
  /**
   * How the changes affect the service that the host currently provides: the service may be unavailable in the meantime
   * (`interrupts`), or it stays available in a new version, which may have faults (`renews`). Returns undefined if the changes
   * don't affect the service.
   */
  impact?(want: Want, have: Have, changes: readonly Change<Key>[]): Impact | undefined;
}

/** How one type of resource is queried, compared and applied. */
export interface ResourceType<Want, Have, Key extends string = string> {
  /** Name of the type in code, plans and reports: `file`, `apt.packages`, `mysql.user`. */
  readonly type: string;
  /** Identifies the resource among those of its type on one host: a path, a unit, a user. */
  id(want: Want): string;
  /** A script that queries the state of all of a host's wants of this type. Must not change anything. */
  probe(wants: readonly Want[]): Script;
  /**
   * Parses the answer of `probe`: one have per want, in order. Throws or returns `Unreadable` if the state is unknown.
   */
  read(answer: Answer, wants: readonly Want[]): readonly (Have | Unreadable)[];
  /** The changes from have to want; empty if there are none. */
  diff(want: Want, have: Have): readonly Change<Key>[];
  /** A script that makes the changes. It exits with 0 on success; afterwards, `diff` must be empty. */
  apply(want: Want, have: Have, changes: readonly Change<Key>[]): Script;
  /** Paths of the resource's files on the host. Watchers compare their digests, and a rollback restores them. */
  paths?(want: Want): readonly string[];
  readonly watch?: Watch<Want, Have, Key>;
  readonly undo?: Undo<Want, Have, Key>;
  readonly schedule?: Schedule<Want, Have, Key>;
}

/** A declared resource: a type and a want. Resources refer to each other by these objects. */
export interface Resource {
  // oxlint-disable-next-line typescript/no-explicit-any -- a list of resources holds many types; each is checked where it is made
  readonly type: ResourceType<any, any>;
  readonly want: unknown;
  /** Type and id, unique on one host: `file /etc/hosts`. */
  readonly id: string;
}
