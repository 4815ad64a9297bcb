// What is tested, and how thoroughly.
import type { RoleName } from '../model/role-name-and-vars.js';
import { Secret } from '../model/secret.js';
import { secretsOf } from '../report/redact.js';
import type { Runs } from './stage/engine-runs.js';
import type { RoleTest } from './define-role-test.js';

/** How thoroughly to test. */
export interface Effort {
  readonly seed: number;
  /** How often an apply is interrupted. */
  readonly points: number;
  /** Maximum number of tamperings with one resource. */
  readonly tamperings: number;
}

export interface Subject extends Effort, Pick<RoleTest, 'tamper' | 'stays' | 'unwatched'> {
  /** The roles under test; others on the same hosts are there because these need them. */
  readonly roles: readonly RoleName[];
  /** Texts that must not appear anywhere. */
  readonly secrets: readonly string[];
}

/** The roles, the expectations of their test, and all secrets of the hosts. */
export function subjectOf(
  roles: readonly RoleName[],
  { stage: { fleet } }: Runs,
  { seed, points, tamperings, tamper, stays, unwatched, never = [] }: Effort & Partial<RoleTest>,
): Subject {
  const secrets = [...secretsOf(fleet, fleet.roles), ...never];
  return {
    ...{ roles, seed, points, tamperings },
    secrets: secrets.map((one) => (one instanceof Secret ? one.reveal() : one)),
    ...(tamper && { tamper }),
    ...(stays && { stays }),
    ...(unwatched && { unwatched }),
  };
}
