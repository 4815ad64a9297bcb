// What a run must not let out.
import type { Fleet } from '../model/fleet.js';
import { redactorFor, secretsOf, type Redact } from '../report/redact.js';
import type { EngineOptions } from './engine-options.js';

/** Knows the secrets of the inventory and those that the operator typed. */
export function redactFor(
  fleet: Fleet,
  { roles, connect }: Pick<EngineOptions, 'roles' | 'connect'>,
): Redact {
  return redactorFor(secretsOf(fleet, roles, [connect.password, connect.becomePassword]));
}
