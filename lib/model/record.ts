// The record of a run on each host that it changes: who, when, from which commit, and the former state.
import type { LabelledChange } from './resource.js';

/** Identifies a run and who started it; the same on every host. */
export interface RunMark {
  /** Id of the run, which sorts by time: `20261123T071500.123Z-3f9c`. */
  readonly run: string;
  readonly command: 'apply' | 'rollback';
  /** Start of the run, in ISO 8601. */
  readonly at: string;
  /** Who started the run: `jane@laptop (process 4711)`. */
  readonly by: string;
  /** Version of trueup. */
  readonly version: string;
  /** Git commit of the inventory's folder, if it is in git. */
  readonly commit?: string;
  /** Whether the folder has uncommitted changes. */
  readonly dirty?: boolean;
  /** Options of the run: `--limit web1`. They contain no secrets. */
  readonly words?: string;
}

/** A step in a record. */
export interface RecordedStep {
  readonly n: number;
  readonly resource: string;
  readonly type: string;
  readonly role: string;
  readonly changes: readonly Pick<LabelledChange, 'verb' | 'what'>[];
  /** Paths that the step could replace. */
  readonly paths: readonly string[];
  /** Whether there is a script that reverts the step. */
  readonly undo: boolean;
  /** Why a rollback can't revert the step, or can't revert it completely. */
  readonly why: readonly string[];
  /** Set if a rollback of the step could lock the operator out. */
  readonly wayIn?: true;
  /** The scripts that load the restored state after a rollback. */
  readonly takeUps: readonly TakeUp[];
}

/** Makes a resource load the state on disk. */
export interface TakeUp {
  readonly resource: string;
  /** Absent in records of earlier versions. */
  readonly role?: string;
  /** Position in declared order, which is also the name of its script on the host. */
  readonly at: number;
  /** Set if loading that state could lock the operator out. */
  readonly wayIn?: true;
}

/** A step and its outcome. A step that is only `begun` was interrupted. */
export interface StepOnRecord extends RecordedStep {
  readonly state: 'begun' | 'done' | 'failed';
  /** The former state of each path. A path that isn't listed was not checked. */
  readonly before: ReadonlyMap<string, 'kept' | 'missing' | { readonly unkept: string }>;
  /** Paths that a rollback needs but that no longer exist. */
  readonly lost: readonly string[];
}

/** The record of a run on one host. */
export interface RunRecord {
  readonly mark: RunMark;
  /** Number of the run on this host, which increases regardless of the controllers' clocks. */
  readonly order: number;
  readonly steps: readonly StepOnRecord[];
  /** `running`: the shell that writes the record is still alive. */
  readonly state: 'done' | 'failed' | 'interrupted' | 'running';
  /** The run that finished what this one left pending. */
  readonly finishedBy?: string;
  /** The run that rolled this one back, unless that run was itself rolled back. */
  readonly rolledBackBy?: string;
}

/** A step as events report it. */
export interface RecordedChange extends Pick<RecordedStep, 'resource' | 'role' | 'changes'> {
  readonly state: StepOnRecord['state'];
  /** Why a rollback can't revert the step, or can't revert it completely. */
  readonly stays: readonly string[];
}

/** The rollback of one step. */
export interface StepBack {
  readonly run: string;
  readonly resource: string;
  /** Whether at least part of the step is reverted. */
  readonly back: boolean;
  /** Sentences that say what isn't reverted, and why. */
  readonly stays: readonly string[];
}
