// One thing that should be so on one host. Pure data and pure functions: no I/O here.
import type { Secret } from './secret.js';
import type { Answer, Script } from './script.js';

/** One attribute's difference between want and have. */
export interface Change<Key extends string = string> {
  readonly verb: 'create' | 'update' | 'remove' | 'run';
  /**
   * The attribute, in a word that code and saved plans compare: `content`, `mode`, `package nginx`. With the verb it
   * names one of a step's changes.
   */
  readonly key: Key;
  /** The same for people, free to be reworded; defaults to the key. Nothing may compare it. */
  readonly what?: string;
  readonly from?: string | Secret;
  readonly to?: string | Secret;
}

/** A change as plans, events and records show it. */
export interface LabelledChange extends Change {
  readonly what: string;
}

/** `read` returns this for a want whose state can't be known yet; `why` completes the sentence "can't tell, because …". */
export class Unreadable {
  constructor(readonly why: string) {}
}

/** What a step that may keep the operator out needs beside its script, which armed a switch on the host. */
export interface Confirmation {
  /** Run over a new connection: getting in is the proof. Fails where the switch has acted already. */
  readonly confirm: Script;
  /** Run over the old connection where there was no way in: brings the old state back at once. */
  readonly undo: Script;
}

/** How a resource may keep the operator out: by these changes, which must be confirmed, or only when it goes back. */
export type Access = Confirmation | 'rollback';

/** How changes touch what a host serves. */
export type Impact = 'renews' | 'interrupts';

/**
 * How a step goes back: in a rollback, or because nobody declares the resource any more. All that a type leaves out has a
 * default: paths that were kept are put back, and what was created otherwise is removed.
 */
export interface Undo<Want, Have, Key extends string = string> {
  /** Paths on the host whose state a step replaces: kept before it, and put back before `revert` runs. Defaults to `paths`. */
  keeps?(want: Want): readonly string[];
  /**
   * Brings the host back to `have` after `apply`, long after, without the inventory. A string where it can't, or not all
   * the way: it completes the sentence "this can't go back, because …". Undefined: as by default.
   */
  revert?(want: Want, have: Have, changes: readonly Change<Key>[]): Revert | undefined;
  /** Paths on the host without which `revert` can't be done; they may be gone by then. */
  needs?(want: Want, have: Have): readonly string[];
  /**
   * Makes what runs follow what is on disk, once a rollback has put everything back, whether this resource or one that
   * it watches was changed. Nothing to reload is fine.
   */
  reload?(want: Want, have: Have): Script;
  /**
   * Takes away what `apply` created; nothing there is fine. What somebody else may have put there since stays. Absent:
   * what the type creates stays once nobody declares it any more.
   */
  remove?(want: Want): Script;
  /** Whether the changes bring about what `remove` takes away; by default those that create something do. */
  brings?(want: Want, changes: readonly Change<Key>[]): boolean;
  readonly removal?: Removal;
  /** Ids of other resources that `apply` takes away, or where a space ends them the first words of several: they aren't orphaned. */
  drops?(want: Want, have: Have): readonly string[];
  /** Whether the changes may keep the operator out, or their going back; of no change, whether `reload` may. */
  access?(want: Want, changes: readonly Change<Key>[]): Access | undefined;
}

/** What is special about `remove`. */
export interface Removal {
  /** It may take data along: `--prune` alone leaves it, its name must be said. */
  readonly byName?: true;
  /** It takes more than paths that come back in a rollback; one says so. */
  readonly forGood?: true;
  /** It may keep the operator out. */
  readonly access?: true;
  /** A package that it came with stays; one says so. */
  readonly leavesPackage?: true;
}

/** The parts of going back: scripts, and sentences about what stays. */
export type Revert = Script | string | readonly (Script | string)[];

/** What a resource follows: a service its configuration. */
export interface Watch<Want, Have, Key extends string = string> {
  /** Resources whose change this one must take up. */
  on(want: Want): readonly Resource[];
  /** It follows from those, so nothing is said of it while one of them is to change; the next pass asks again. */
  readonly afterwards?: true;
  /** Run on the host before a watched resource changes, so that a lost run leaves a trace. */
  before?(want: Want): Script;
  /** The changes that follow from a watched resource changing in the same plan. */
  follow?(want: Want, changed: readonly Resource[], have: Have): readonly Change<Key>[];
}

/** What a run must know of an apply before it begins. */
export interface Schedule<Want, Have, Key extends string = string> {
  /**
   * When its steps come on a host, where not in the order that roles declare: `sources`, then `packages` before all else;
   * at the end `reboot`, after which the run waits for the host's next boot, and `removal`.
   */
  readonly phase?: 'sources' | 'packages' | 'reboot' | 'removal';
  /**
   * All wants of a host as one, which one step does; it is no single role's, and waits for no other host. Throws
   * E_CONTRADICTION.
   */
  merge?(wants: readonly Want[]): Want;
  /** Seconds one apply may take; defaults to 120. */
  readonly seconds?: number | ((want: Want) => number);
  /**
   * Whether the changes touch what the host serves by now: it may be away meanwhile (`interrupts`), or goes on throughout,
   * but as something new, which may be worse (`renews`). Absent: they don't.
   */
  impact?(want: Want, have: Have, changes: readonly Change<Key>[]): Impact | undefined;
}

/** How one kind of resource is asked about, compared and applied. */
export interface ResourceType<Want, Have, Key extends string = string> {
  /** One spelling in code, tests, plans and reports: `file`, `apt.packages`, `mysql.user`. */
  readonly type: string;
  /** Names the resource among its type on one host: a path, a unit, a user. */
  id(want: Want): string;
  /** One question for all wants of this type on a host. Changes nothing there. */
  probe(wants: readonly Want[]): Script;
  /** One have per want, in order. Throws, or returns `Unreadable`, where it could not check: that is never "no". */
  read(answer: Answer, wants: readonly Want[]): readonly (Have | Unreadable)[];
  /** Empty where want is so already. */
  diff(want: Want, have: Have): readonly Change<Key>[];
  /** Brings have to want; afterwards `diff` must be empty. Exit status 0 is success. */
  apply(want: Want, have: Have, changes: readonly Change<Key>[]): Script;
  /** Paths on the host whose bytes stand for this resource: what a watcher digests, and what a rollback puts back. */
  paths?(want: Want): readonly string[];
  readonly watch?: Watch<Want, Have, Key>;
  readonly undo?: Undo<Want, Have, Key>;
  readonly schedule?: Schedule<Want, Have, Key>;
}

/** A resource type with one want. References between resources are these values. */
export interface Resource {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of resources holds many types; each is checked where it is made
  readonly type: ResourceType<any, any>;
  readonly want: unknown;
  /** `file /etc/hosts`: unique on one host. */
  readonly id: string;
}
