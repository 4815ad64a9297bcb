// The secrets that a run must not reveal.
import type { Fleet } from '../model/fleet.js';
import { redactorFor, secretsOf, type Redact } from '../report/redact.js';
import type { EngineOptions } from './engine-options.js';

/** Redacts the secrets of the inventory and those that the operator typed. */
export function redactFor(
  fleet: Fleet,
  { roles, connect }: Pick<EngineOptions, 'roles' | 'connect'>,
): Redact {
  return redactorFor(secretsOf(fleet, roles, [connect.password, connect.becomePassword]));
}
