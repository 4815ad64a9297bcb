// The events of a run: the engine's only output, from which every view is made.
import type { LabelledChange } from './resource.js';
import type { Facts } from './facts.js';
import type { Place } from './fleet.js';
import type { Step } from './plan.js';
import type { RecordedChange, RunMark, RunRecord, StepBack } from './record.js';
import type { RoleName } from './role-name-and-vars.js';

export type HostOutcome = 'ok' | 'changed' | 'failed' | 'unreachable' | 'locked' | 'skipped' | 'interrupted';

export interface HostCounts {
  readonly ok: number;
  readonly changed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** An error as data: what happened, where, and what to do about it. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Output of the host, truncated, with secrets masked. */
  readonly output?: string;
  /** The line of the input file that caused the error. */
  readonly place?: Place;
}

export type Event =
  | {
      readonly type: 'run';
      readonly command: 'plan' | 'apply' | 'verify' | 'exec' | 'facts' | 'history' | 'rollback';
      readonly hosts: readonly string[];
    }
  | {
      readonly type: 'host.connecting';
      readonly host: string;
      readonly address: string;
      readonly attempt: number;
    }
  /** `because`: why the OpenSSH client is used instead of ssh2. */
  | {
      readonly type: 'host.connected';
      readonly host: string;
      readonly transport: string;
      readonly because?: string;
    }
  /** Facts, states or checks are being queried; `questions` is the number of resources or checks. */
  | {
      readonly type: 'host.asking';
      readonly host: string;
      readonly what: 'facts' | 'state' | 'checks';
      readonly questions: number;
    }
  | {
      readonly type: 'host.planned';
      readonly host: string;
      readonly pass: number;
      readonly steps: readonly Step[];
    }
  | {
      readonly type: 'host.waiting';
      readonly host: string;
      readonly role: RoleName;
      readonly on: readonly string[];
    }
  /**
   * The order in which hosts that provide the same service are changed. Hosts in the same item of `order` are changed
   * together.
   */
  | {
      readonly type: 'turns';
      readonly role: RoleName;
      readonly serves: string;
      readonly order: readonly (readonly string[])[];
    }
  /** A host failed, so the remaining hosts (`left`) are not changed. `versions` gives the version that each host runs now. */
  | {
      readonly type: 'turns.stopped';
      readonly role: RoleName;
      readonly serves: string;
      readonly failed: readonly string[];
      readonly left: readonly string[];
      /** Host → version; hosts that could not be queried are missing. */
      readonly versions: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'step.started';
      readonly host: string;
      readonly role: RoleName;
      readonly resource: string;
      readonly changes: readonly LabelledChange[];
    }
  /** The step waits for something on the host, such as a lock. */
  | {
      readonly type: 'step.waiting';
      readonly host: string;
      readonly role: RoleName;
      readonly resource: string;
      readonly on: string;
    }
  | {
      readonly type: 'step.done';
      readonly host: string;
      readonly role: RoleName;
      readonly resource: string;
      readonly changes: readonly LabelledChange[];
      readonly seconds: number;
    }
  | {
      readonly type: 'step.failed';
      readonly host: string;
      readonly role: RoleName;
      readonly resource: string;
      readonly changes: readonly LabelledChange[];
      readonly seconds: number;
      readonly trouble: Trouble;
    }
  | {
      readonly type: 'host.done';
      readonly host: string;
      readonly outcome: HostOutcome;
      readonly counts: HostCounts;
      readonly trouble?: Trouble;
    }
  | {
      readonly type: 'check.done';
      readonly host: string;
      readonly role: RoleName;
      readonly title: string;
      readonly ok: boolean;
      readonly seconds: number;
      readonly found?: string;
    }
  | {
      readonly type: 'answer';
      readonly host: string;
      readonly status: number;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** The record of a run on a host. */
  | {
      readonly type: 'record';
      readonly host: string;
      readonly mark: RunMark;
      /** Number of the run on this host. */
      readonly order: number;
      readonly state: RunRecord['state'];
      readonly finishedBy?: string;
      readonly rolledBackBy?: string;
      readonly steps: readonly RecordedChange[];
    }
  /** What a rollback is about to revert, and what it can't revert. */
  | {
      readonly type: 'host.back';
      readonly host: string;
      /** The runs, newest first: the order in which they are undone. */
      readonly runs: readonly string[];
      readonly steps: readonly StepBack[];
    }
  | { readonly type: 'facts'; readonly host: string; readonly facts: Facts }
  | { readonly type: 'notice'; readonly host?: string; readonly text: string }
  | { readonly type: 'summary'; readonly ok: boolean; readonly hosts: Readonly<Record<string, HostCounts>> };

/** Receives each event as it happens. Must not throw. */
export type Listener = (event: Event) => void;
