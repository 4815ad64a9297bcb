// The plan: the steps of each host, in order, as serialisable data.
import type { LabelledChange } from './resource.js';
import type { RoleName } from './role-name-and-vars.js';

export interface Step {
  /** Id of the resource: `file /etc/hosts`. */
  readonly resource: string;
  readonly type: string;
  readonly role: RoleName;
  /** `unknown`: the state depends on an earlier step; `why` gives the reason. */
  readonly state: 'same' | 'change' | 'unknown';
  readonly changes: readonly LabelledChange[];
  readonly why?: string;
}

export interface HostPlan {
  readonly host: string;
  readonly steps: readonly Step[];
}

/** A step of a saved plan, with the digests (hex) that a later apply checks against the current declaration and state. */
export interface SavedStep extends Step {
  /** Digest of the declaration. */
  readonly want: string;
  /** Digest of the state of the host. */
  readonly have: string;
}

export interface SavedHostPlan {
  readonly host: string;
  readonly steps: readonly SavedStep[];
}
