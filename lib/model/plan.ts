// The steps of each host, in order. Data: printable, serialisable.
import type { LabelledChange } from './resource.js';
import type { RoleName } from './role-vars.js';

export interface Step {
  /** `file /etc/hosts`. */
  readonly resource: string;
  readonly type: string;
  readonly role: RoleName;
  /** `unknown`: can't be known before an earlier step is done; `why` says what. */
  readonly state: 'same' | 'change' | 'unknown';
  readonly changes: readonly LabelledChange[];
  readonly why?: string;
}

export interface HostPlan {
  readonly host: string;
  readonly steps: readonly Step[];
}

/** A step with what binds a later apply to it. Digests are hex. */
export interface SavedStep extends Step {
  /** Of what is declared. */
  readonly want: string;
  /** Of what the host said when it was asked. */
  readonly have: string;
}

export interface SavedHostPlan {
  readonly host: string;
  readonly steps: readonly SavedStep[];
}
