// The steps of each host, in order. Data: printable, serialisable.
import type { Change } from './resource.js';
import type { RoleName } from './role.js';

export interface Step {
  /** `file /etc/hosts`. */
  readonly resource: string;
  readonly type: string;
  readonly role: RoleName;
  /** `unknown`: can't be known before an earlier step is done; `why` says what. */
  readonly state: 'same' | 'change' | 'unknown';
  readonly changes: readonly Change[];
  readonly why?: string;
}

export interface HostPlan {
  readonly host: string;
  readonly steps: readonly Step[];
}
