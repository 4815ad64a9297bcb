// What proves one resource type: docs/guides/resource-types.md says how to write it.
import type { Resource } from '../../lib/model/resource.js';
import type { Script } from '../../lib/model/script.js';
import type { Cycle } from '../contract/resource-cycle.js';
import type { Tamper } from '../../lib/testing/tamper/tampering.js';
import type { ResourceCase } from '../unit/resources/resource-case.js';

/** A resource with an answer of a host, which lead to scripts of its type. */
export interface Sample {
  readonly resource: Resource;
  readonly answer: string;
}

/** What a wrong want is, which ends "a want is refused for …", and how it is made. */
export type Refused = readonly [what: string, make: () => unknown];

/** Two commits of which the second is rolled back. */
export interface RolledBack {
  /** Ends "brings back: …". */
  readonly title: string;
  /** Run before anything else. */
  readonly prepare?: Script;
  readonly before: () => readonly Resource[];
  readonly after: () => readonly Resource[];
  /** Prints all that the case changes. */
  readonly look: Script;
  readonly cleanUp: Script;
  /** What must be said to stay; the host need not be what it was then. */
  readonly stays?: RegExp;
}

/** A thing that nobody declares any more. */
export interface Removed {
  readonly name: string;
  /** What it needs, and the thing itself last. */
  readonly resources: readonly Resource[];
  /** Exits with 0 while it is there. */
  readonly there: Script;
}

/** The file that has this part of the proof, because it needs more than a table; or `none: ` and why there is none. */
export type Elsewhere = `test/${string}.ts` | `none: ${string}`;

export interface Proof<Want = unknown> {
  /** The type's name. */
  readonly type: string;
  /** What the type makes of answers: run in memory, and each script that comes of them read by shellcheck. */
  readonly cases: readonly ResourceCase[] | Elsewhere;
  /** More answers, whose scripts no case leads to. */
  readonly samples?: readonly Sample[];
  /** Wants that may not be made. */
  readonly refused: readonly Refused[] | Elsewhere;
  /** Its life on a real host: absent, present, no change, tampered, repaired. */
  readonly cycle: Cycle | Elsewhere;
  /** How any resource of the type is changed behind trueup's back, wherever one is declared on the five hosts. */
  readonly drift: Tamper<Want> | Elsewhere;
  /** How a rollback brings it back. */
  readonly rollback: readonly RolledBack[] | Elsewhere;
  /** How it goes once nobody declares it any more. */
  readonly removal: Removed | Elsewhere;
}

/** Checks the proof's form; `Want` is what `drift` is given. */
export function proofOf<Want = unknown>(proof: Proof<Want>): Proof<Want> {
  return proof;
}
