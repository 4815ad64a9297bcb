// What is tested, and how hard.
import type { RoleName } from '../model/role-vars.js';
import type { RoleTest } from './test-of.js';

export interface Subject extends Pick<RoleTest, 'tamper' | 'stays' | 'unwatched'> {
  /** The roles under test; others on the same hosts are there because these need them. */
  readonly roles: readonly RoleName[];
  /** Texts that must be seen nowhere. */
  readonly secrets: readonly string[];
  readonly seed: number;
  /** How often an apply is interrupted. */
  readonly points: number;
  /** Tamperings of one resource. */
  readonly tamperings: number;
}
