// The result of testing one role on one release.
import type { RoleName } from '../model/role-name-and-vars.js';
import type { Row } from './report-row.js';

export interface RoleReport {
  readonly role: RoleName;
  /** Undefined for Debian's stable release. */
  readonly release: string | undefined;
  readonly rows: readonly Row[];
}

/** `motd on bookworm`. */
export function reportTitle({ role, release }: Pick<RoleReport, 'role' | 'release'>): string {
  return release === undefined ? role : `${role} on ${release}`;
}
