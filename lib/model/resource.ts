// A resource: one thing with a declared state on one host. Pure data and pure functions, without I/O.
import type { Secret } from './secret.js';
import type { Answer, Script } from './script.js';

/** A difference between the declared and the current value of one attribute. */
export interface Change<Key extends string = string> {
  readonly verb: 'create' | 'update' | 'remove' | 'run';
  /**
   * The attribute, as code and saved plans compare it: `content`, `mode`, `package nginx`. Verb and key together identify
   * one of a step's changes.
   */
  readonly key: Key;
  /** The attribute as shown to people, which may be reworded at any time. Defaults to `key`. */
  readonly what?: string;
  readonly from?: string | Secret;
  readonly to?: string | Secret;
}

/** A change as plans, events and records show it. */
export interface LabelledChange extends Change {
  readonly what: string;
}

/** Returned by `read` if the state is unknown; `why` completes the sentence "can't tell, because …". */
export class Unreadable {
  constructor(readonly why: string) {}
}

/** How a step that could lock the operator out is confirmed or undone. Its script has armed an automatic revert on the host. */
export interface Confirmation {
  /** Run over a new connection, which proves that a login works. Fails if the change has already been reverted. */
  readonly confirm: Script;
  /** Run over the old connection if no new one succeeded: reverts the change immediately. */
  readonly undo: Script;
}

/** How a resource could lock the operator out: by these changes, which must be confirmed, or only by a rollback. */
export type Access = Confirmation | 'rollback';

/** How changes affect what a host serves. */
export type Impact = 'renews' | 'interrupts';

/**
 * How a step is reverted, in a rollback or when the resource is no longer declared. By default, kept paths are restored, and
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
   * returns a string that completes the sentence "this can't go back, because …". Undefined selects the default.
   */
  revert?(want: Want, have: Have, changes: readonly Change<Key>[]): Revert | undefined;
  /** Paths on the host that `revert` needs, which may be missing by then. */
  needs?(want: Want, have: Have): readonly string[];
  /**
   * Makes running programs load the state on disk after a rollback, if this resource or one that it watches was changed. It
   * must succeed if there is nothing to reload.
   */
  reload?(want: Want, have: Have): Script;
  /**
   * Removes what `apply` created. It must succeed if nothing is left, and must keep what others have added since. Without it,
   * resources of this type stay when they are no longer declared.
   */
  remove?(want: Want): Script;
  /** Whether the changes create what `remove` removes. Defaults to whether one of them has the verb `create`. */
  brings?(want: Want, changes: readonly Change<Key>[]): boolean;
  readonly removal?: Removal;
  /**
   * Ids of other resources that `apply` removes, which therefore don't count as orphaned. An id that ends with a space is
   * a prefix.
   */
  drops?(want: Want, have: Have): readonly string[];
  /** Whether the changes, or their rollback, could lock the operator out. Without changes: whether `reload` could. */
  access?(want: Want, changes: readonly Change<Key>[]): Access | undefined;
}

/** Special properties of `remove`. */
export interface Removal {
  /** It may delete data, so `--prune` keeps the resource unless its name is given. */
  readonly byName?: true;
  /** A rollback can't restore everything that it removes, which is reported. */
  readonly forGood?: true;
  /** It could lock the operator out. */
  readonly access?: true;
  /** It leaves a package installed, which is reported. */
  readonly leavesPackage?: true;
}

/** The parts of a revert: scripts, and sentences about what can't be reverted. */
export type Revert = Script | string | readonly (Script | string)[];

/** The resources that this one watches, as a service watches its configuration. */
export interface Watch<Want, Have, Key extends string = string> {
  /** Resources whose changes this one must pick up. */
  on(want: Want): readonly Resource[];
  /**
   * Set if the state depends on those resources. It is unknown while one of them must change, and is queried again
   * afterwards.
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
   * The phase of its steps on a host. `sources` and then `packages` come first; `reboot`, which waits for the host's next
   * boot, and `removal` come last. By default, steps run in declared order.
   */
  readonly phase?: 'sources' | 'packages' | 'reboot' | 'removal';
  /**
   * Merges all wants of a host into one, for a single step that belongs to no role and waits for no other host. Throws
   * E_CONTRADICTION if they contradict each other.
   */
  merge?(wants: readonly Want[]): Want;
  /** Seconds that one apply may take. Defaults to 120. */
  readonly seconds?: number | ((want: Want) => number);
  /**
   * Whether the changes affect what the host currently serves: it may be unavailable meanwhile (`interrupts`), or it stays
   * available in a new version, which may have faults (`renews`). Returns undefined if they don't.
   */
  impact?(want: Want, have: Have, changes: readonly Change<Key>[]): Impact | undefined;
}

/** How one type of resource is queried, compared and applied. */
export interface ResourceType<Want, Have, Key extends string = string> {
  /** Name of the type in code, plans and reports: `file`, `apt.packages`, `mysql.user`. */
  readonly type: string;
  /** Identifies the resource among those of its type on one host: a path, a unit, a user. */
  id(want: Want): string;
  /** A script that queries the state of all wants of this type on a host. Must not change anything. */
  probe(wants: readonly Want[]): Script;
  /**
   * Parses the answer of `probe`: one have per want, in order. Throws or returns `Unreadable` if the state is unknown.
   */
  read(answer: Answer, wants: readonly Want[]): readonly (Have | Unreadable)[];
  /** The changes from have to want; empty if there are none. */
  diff(want: Want, have: Have): readonly Change<Key>[];
  /** A script that makes the changes. It exits with 0 on success; afterwards, `diff` must be empty. */
  apply(want: Want, have: Have, changes: readonly Change<Key>[]): Script;
  /** Paths on the host that hold the resource: watchers compare their digests, and a rollback restores them. */
  paths?(want: Want): readonly string[];
  readonly watch?: Watch<Want, Have, Key>;
  readonly undo?: Undo<Want, Have, Key>;
  readonly schedule?: Schedule<Want, Have, Key>;
}

/** A declared resource: a type and a want. Resources refer to each other by these values. */
export interface Resource {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of resources holds many types; each is checked where it is made
  readonly type: ResourceType<any, any>;
  readonly want: unknown;
  /** Type and id, unique on one host: `file /etc/hosts`. */
  readonly id: string;
}
