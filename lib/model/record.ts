// What a run that changes something leaves on each host: who, when, from what, and what was there before.
import type { LabelledChange } from './resource.js';

/** Who runs what. The same on every host of a run. */
export interface RunMark {
  /** Made once per run; sorts by time: `20261123T071500.123Z-3f9c`. */
  readonly run: string;
  readonly command: 'apply' | 'rollback';
  /** ISO 8601. */
  readonly at: string;
  /** `jane@laptop (process 4711)`. */
  readonly by: string;
  /** Of trueup. */
  readonly version: string;
  /** Of the inventory's folder, where it is in git. */
  readonly commit?: string;
  /** The folder holds what no commit has. */
  readonly dirty?: boolean;
  /** What was asked for: `--limit web1`. No value of a secret can be an option. */
  readonly words?: string;
}

/** A step as the record has it. */
export interface RecordedStep {
  readonly n: number;
  readonly resource: string;
  readonly type: string;
  readonly role: string;
  readonly changes: readonly Pick<LabelledChange, 'verb' | 'what'>[];
  /** What the step could replace. */
  readonly paths: readonly string[];
  /** A script that undoes it is there. */
  readonly undo: boolean;
  /** Why it can't go back, or not all the way. */
  readonly why: readonly string[];
  /** Its going back may keep the operator out. */
  readonly wayIn?: true;
  /** What takes up the change once all is back. */
  readonly takeUps: readonly TakeUp[];
}

/** Makes a resource follow what is on disk. */
export interface TakeUp {
  readonly resource: string;
  /** Missing in records of earlier versions. */
  readonly role?: string;
  /** Place in declared order; its script's name on the host. */
  readonly at: number;
  /** It may keep the operator out. */
  readonly wayIn?: true;
}

/** What became of a step: a step that began and neither ended nor failed was cut off. */
export interface StepOnRecord extends RecordedStep {
  readonly state: 'begun' | 'done' | 'failed';
  /** What stood at each path; a path that isn't here was not looked at. */
  readonly before: ReadonlyMap<string, 'kept' | 'missing' | { readonly unkept: string }>;
  /** Paths that going back needs, and that are gone since. */
  readonly lost: readonly string[];
}

/** A run on one host. */
export interface RunRecord {
  readonly mark: RunMark;
  /** Counts the runs of a host: later ones have more, whatever the clocks of their controllers say. */
  readonly order: number;
  readonly steps: readonly StepOnRecord[];
  /** `running`: the shell that writes it lives. */
  readonly state: 'done' | 'failed' | 'interrupted' | 'running';
  /** The run that finished what this one left pending. */
  readonly finishedBy?: string;
  /** The run that rolled this one back, unless it was rolled back itself. */
  readonly rolledBackBy?: string;
}

/** A step for whoever reads a record. */
export interface RecordedChange extends Pick<RecordedStep, 'resource' | 'role' | 'changes'> {
  readonly state: StepOnRecord['state'];
  /** Why it can't go back, or not all the way. */
  readonly stays: readonly string[];
}

/** What a rollback makes of one step. */
export interface StepBack {
  readonly run: string;
  readonly resource: string;
  /** Something of it goes back. */
  readonly back: boolean;
  /** What doesn't, and why: each a sentence. */
  readonly stays: readonly string[];
}
