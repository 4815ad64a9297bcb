// The only thing the engine says to the outside; every view is a fold of these.
import type { LabelledChange } from './resource.js';
import type { Facts } from './facts.js';
import type { Place } from './fleet.js';
import type { Step } from './plan.js';
import type { RecordedChange, RunMark, RunRecord, StepBack } from './record.js';
import type { RoleName } from './role-vars.js';

export type HostOutcome = 'ok' | 'changed' | 'failed' | 'unreachable' | 'locked' | 'skipped' | 'interrupted';

export interface HostCounts {
  readonly ok: number;
  readonly changed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** An error as data: what happened, where, what to do. */
export interface Trouble {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** What the host said, cut to a readable length, secrets masked. */
  readonly output?: string;
  /** The line of an input file that is to blame. */
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
  /** `because`: why the OpenSSH client connects instead of ssh2. */
  | {
      readonly type: 'host.connected';
      readonly host: string;
      readonly transport: string;
      readonly because?: string;
    }
  /** Asks facts or the probe; `questions` counts resources or checks. */
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
  /** The order in which hosts that serve the same thing will change: those of one item together, items one after another. */
  | {
      readonly type: 'turns';
      readonly role: RoleName;
      readonly serves: string;
      readonly order: readonly (readonly string[])[];
    }
  /** Not all of them came to their end: who failed, whom that left alone, and what each host runs by now. */
  | {
      readonly type: 'turns.stopped';
      readonly role: RoleName;
      readonly serves: string;
      readonly failed: readonly string[];
      readonly left: readonly string[];
      /** By host; without those that could not be asked. */
      readonly versions: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'step.started';
      readonly host: string;
      readonly role: RoleName;
      readonly resource: string;
      readonly changes: readonly LabelledChange[];
    }
  /** What runs on the host waits for something there. */
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
  /** What a run left on a host. */
  | {
      readonly type: 'record';
      readonly host: string;
      readonly mark: RunMark;
      /** Counts the runs of a host. */
      readonly order: number;
      readonly state: RunRecord['state'];
      readonly finishedBy?: string;
      readonly rolledBackBy?: string;
      readonly steps: readonly RecordedChange[];
    }
  /** What is about to go back, and what can't. */
  | {
      readonly type: 'host.back';
      readonly host: string;
      /** Newest first, as they are undone. */
      readonly runs: readonly string[];
      readonly steps: readonly StepBack[];
    }
  | { readonly type: 'facts'; readonly host: string; readonly facts: Facts }
  | { readonly type: 'notice'; readonly host?: string; readonly text: string }
  | { readonly type: 'summary'; readonly ok: boolean; readonly hosts: Readonly<Record<string, HostCounts>> };

/** Takes each event as it happens. Must not throw. */
export type Listener = (event: Event) => void;
